// What JupyterLab loads: the container of an extension that shares no module with anybody.
{
  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const plugin = {
    id: "chain-rule-slides:plugin",
    autoStart: true,
    activate: (/** @type {any} */ app) => {
      import(new URL("stage.js", own).href).then(({ present }) => present(app));
    },
  };
  const everybody = /** @type {any} */ (window);
  everybody._JUPYTERLAB ??= {};
  everybody._JUPYTERLAB["chain-rule-slides"] = {
    init: () => {},
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
}
