/** Where a picture stands in its frame: how much it is enlarged, and which way it was moved. */
export class PictureView {
  /** 1 shows all of it. */
  zoom = $state(1);
  /** Pixels of the screen. */
  x = $state(0);
  y = $state(0);

  static readonly #MOST = 40;
  static readonly #STEP = 1.6;

  /** A step of a button or a key. */
  larger(): void {
    this.zoomBy(PictureView.#STEP);
  }

  smaller(): void {
    this.zoomBy(1 / PictureView.#STEP);
  }

  /** @param at the place that stays where it is, in pixels from the middle of the frame */
  zoomBy(factor: number, at = { x: 0, y: 0 }): void {
    this.zoomTo(this.zoom * factor, at);
  }

  zoomTo(wanted: number, at = { x: 0, y: 0 }): void {
    const zoom = Math.min(PictureView.#MOST, Math.max(1, wanted));
    const grown = zoom / this.zoom;
    this.x = at.x - (at.x - this.x) * grown;
    this.y = at.y - (at.y - this.y) * grown;
    this.zoom = zoom;
    if (zoom === 1) this.fit();
  }

  move(byX: number, byY: number): void {
    this.x += byX;
    this.y += byY;
  }

  fit(): void {
    this.zoom = 1;
    this.x = 0;
    this.y = 0;
  }
}
