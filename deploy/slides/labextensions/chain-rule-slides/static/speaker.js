// The speaker's window: notes, what comes next, the time. Its keys move the slides as well.

const STYLE = `
  body { margin: 0; padding: 28px 36px; font: 22px/1.5 system-ui, sans-serif; color: #e8eaed;
         background: #17191c; }
  header { display: flex; gap: 28px; align-items: baseline; color: #9aa4b0; font-size: 20px; }
  header b { color: #fff; font-size: 44px; font-variant-numeric: tabular-nums; }
  header span:last-child { margin-left: auto; }
  main { min-height: 50vh; margin: 20px 0; }
  footer { border-top: 1px solid #3a4048; padding-top: 14px; color: #9aa4b0; }
  code { font-size: 0.9em; } a { color: #82bdff; }
  .jp-InternalAnchorLink { display: none; }`;

export class Speaker {
  /** @type {Window | null} */
  #window = null;
  #start = Date.now();

  /**
   * @param {number} minutes
   * @param {(event: KeyboardEvent) => void} onKey
   */
  constructor(minutes, onKey) {
    this.minutes = minutes;
    this.onKey = onKey;
    this.told = { notes: "", next: "", place: "" };
    setInterval(() => this.#tick(), 1000);
  }

  /** Open the window, or bring it to the front; the clock starts when it is first opened. */
  open() {
    if (!this.#window || this.#window.closed) {
      this.#window = window.open("", "chain-rule-notes", "popup,width=960,height=720");
      if (!this.#window) return;
      this.#start = Date.now();
      const page = this.#window.document;
      page.title = "Notes";
      page.head.innerHTML = `<title>Notes</title><style>${STYLE}</style>`;
      page.body.innerHTML =
        "<header><b></b><span class=of></span><span class=place></span></header><main></main><footer></footer>";
      this.#window.addEventListener("keydown", this.onKey, true);
    }
    this.#window.focus();
    this.tell(this.told);
  }

  /** @param {{ notes: string, next: string, place: string }} told */
  tell(told) {
    this.told = told;
    const page = this.#window?.document;
    if (!page || this.#window?.closed) return;
    const [main, footer, place] = ["main", "footer", ".place"].map(
      (name) => /** @type {HTMLElement} */ (page.querySelector(name)),
    );
    main.innerHTML = told.notes || "<p style='color:#9aa4b0'>No notes on this slide.</p>";
    footer.textContent = told.next ? `Next: ${told.next}` : "This is the last slide.";
    place.textContent = told.place;
    this.#tick();
  }

  #tick() {
    const page = this.#window?.document;
    if (!page?.querySelector("b") || this.#window?.closed) return;
    const seconds = Math.floor((Date.now() - this.#start) / 1000);
    const [minute, second] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, "0")];
    /** @type {HTMLElement} */ (page.querySelector("b")).textContent = `${minute}:${second}`;
    /** @type {HTMLElement} */ (page.querySelector(".of")).textContent = `of ${this.minutes}:00`;
  }
}
