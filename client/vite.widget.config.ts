import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** One file that a page includes by one script tag. */
export default defineConfig({
  plugins: [react()],
  root: import.meta.dirname,
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: '../dist/client',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'embed/widget.ts', formats: ['iife'], name: 'AsideWidget', fileName: () => 'widget.js' },
  },
});
