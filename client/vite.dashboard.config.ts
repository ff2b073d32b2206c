import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The sample host page. Fixed file names: the build is the same wherever it runs. */
export default defineConfig({
  plugins: [react()],
  root: `${import.meta.dirname}/dashboard`,
  publicDir: false,
  build: {
    outDir: '../../dist/client/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { entryFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name]-[hash][extname]' },
    },
  },
});
