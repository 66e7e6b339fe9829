// Svelte's settings: runes everywhere, styles in files (the CSP forbids injected ones), and scope
// names of two or three letters, counted up, which keep the page small.
const scopes = new Map();

export default {
  compilerOptions: {
    runes: true,
    css: "external",
    cssHash: ({ filename }) => {
      if (!scopes.has(filename)) scopes.set(filename, `k${scopes.size.toString(36)}`);
      return scopes.get(filename);
    },
  },
};
