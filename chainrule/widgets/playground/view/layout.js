// Where tiles stand on the board: columns as wide as there is room for.

const [ROW, LABEL, ROOMY] = [47, 54, 134];
const [TIGHT, SCROLLED] = [60, 64]; // columns that still fit: six in 526 pixels; else they scroll
export const TILE_SIZE = 40;

/** The places of a network's tiles, by column and row. */
export class Layout {
  /**
   * @param {number[]} sizes of the columns
   * @param {number} width of what is to be filled
   */
  constructor(sizes, width) {
    this.sizes = sizes;
    this.last = sizes.length - 1;
    this.rows = Math.max(7, ...sizes.slice(1, -1));
    const room = (width - LABEL - TILE_SIZE - 12) / this.last;
    this.pitch = room < TIGHT ? SCROLLED : room;
    this.roomy = this.pitch >= ROOMY;
    this.head = this.roomy ? 122 : 140;
    this.width = this.x(this.last) + TILE_SIZE + 12;
    this.height = this.head + this.rows * ROW + 4;
  }

  /** @param {number} column */
  x(column) {
    return LABEL + column * this.pitch;
  }

  /**
   * @param {number} column
   * @param {number} row
   */
  y(column, row) {
    const outputs = this.sizes[this.last];
    const above = column === this.last ? ((this.rows - outputs) * ROW) / 2 : 0;
    return this.head + row * ROW + above;
  }

  /** @param {number} column */
  middle(column) {
    return this.x(column) + TILE_SIZE / 2;
  }

  /** The ends and the middle of the bracket over the hidden layers. */
  bracket() {
    const hidden = this.last > 1;
    const from = hidden ? this.x(1) : this.x(0) + TILE_SIZE + 8;
    const to = hidden ? this.x(this.last - 1) + TILE_SIZE : this.x(1) - 8;
    const half = 102; // of what stands above it
    const middle = Math.min(Math.max((from + to) / 2, half), this.width - half);
    return { from, to, middle };
  }

  /**
   * The line from a tile to one of the next column.
   *
   * @param {number} column
   * @param {number} from
   * @param {number} to
   */
  curve(column, from, to) {
    const [x0, y0] = [this.x(column) + TILE_SIZE, this.y(column, from) + TILE_SIZE / 2];
    const [x1, y1] = [this.x(column + 1), this.y(column + 1, to) + TILE_SIZE / 2];
    const middle = (x0 + x1) / 2;
    return `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1},${y1}`;
  }
}
