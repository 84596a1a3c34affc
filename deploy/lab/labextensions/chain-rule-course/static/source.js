/**
 * Where the start page comes from: JupyterLab's server.
 *
 * @param {any} app
 * @param {() => void} _changed to be called when there is something new
 * @returns {{page: () => Promise<string | undefined>, press?: () => Promise<void>}}
 */
export function source(app, _changed) {
  const { baseUrl, token } = app.serviceManager.serverSettings;
  return {
    /** The page as it is now; nothing where it cannot be had. */
    async page() {
      const url = new URL("chain-rule/start", baseUrl);
      const answer = await fetch(url, { headers: { Authorization: `token ${token}` } });
      return answer.ok ? answer.text() : undefined;
    },
  };
}
