import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `nautilus up` listens while the console is worked on; `vite` itself listens on another port. */
const platform = process.env.NAUTILUS_URL ?? 'http://localhost:8400'

export default defineConfig({
  plugins: [react()],
  build: {
    target: ['es2023'],
    cssTarget: ['chrome125', 'firefox125', 'safari18'],
    // The content security policy of the platform allows files of ours and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    // A few files instead of dozens: the first page needs nearly all of them. Charts and the map come with their pages.
    // What charts share with others (tslib) is of the libraries: else the first page would fetch the charts for it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/ },
            { name: 'map', test: /node_modules[\\/]cytoscape/ },
            { name: 'libraries', test: /node_modules/ },
            { name: 'shared', test: /src[\\/]shared[\\/](?!chart[\\/.])/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: platform, changeOrigin: true, headers: { origin: platform } } },
  },
})
