import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The components and the hook for hosts that are React themselves: one module each, React left to the host. */
export default defineConfig({
  plugins: [react()],
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: '../dist/client/react',
    emptyOutDir: true,
    target: 'es2022',
    lib: {
      entry: {
        'aside-provider': 'react/aside-provider.tsx',
        'aside-chat': 'react/aside-chat.tsx',
        'aside-widget': 'react/aside-widget.tsx',
        'use-aside': 'react/use-aside.ts',
      },
      formats: ['es'],
    },
    rolldownOptions: { external: [/^react(?:-dom)?(?:\/|$)/] },
  },
});
