// Text for the clipboard; where a browser refuses it, the text to be copied by hand.

import { button, el } from "../../shared.js";

const REFUSED = "The browser does not let this page copy. Copy it from here:";

/** Where it is said what has become of a copy. */
export class Clipboard {
  said = el("span", { role: "status" });
  field = el("textarea", { readonly: "", rows: 2, "aria-label": "To be copied", hidden: "" });
  node = el("p", { class: "pg-copied" }, this.said, this.field);

  /**
   * @param {string} text
   * @param {string} done what to say then
   */
  async copy(text, done) {
    this.field.hidden = true;
    try {
      await navigator.clipboard.writeText(text);
      this.said.textContent = done;
    } catch {
      this.said.textContent = REFUSED;
      this.field.value = text;
      this.field.hidden = false;
      this.field.focus({ preventScroll: true });
      this.field.select();
    }
  }

  /**
   * A button that copies.
   *
   * @param {string} name
   * @param {string} label
   * @param {() => string} text
   * @param {string} done
   */
  button(name, label, text, done) {
    const node = button(name, label, () => this.copy(text(), done));
    node.className = "pg-pill";
    return node;
  }
}

/**
 * The link of a state: this page with it behind the #.
 *
 * @param {string} state
 */
export const linkOf = (state) => `${location.href.split("#")[0]}#${state}`;
