/** What browsers draw exactly: beyond some 16 million pixels places are rounded, beyond 33 million nothing is reached. */
const TALLEST_PX = 8_000_000;

/** What of a list is in view, in pixels. */
export interface Extent {
  /** Of all rows. */
  readonly rowsPx: number;
  readonly viewportPx: number;
}

/** Where a viewport stands on its rows: what it is scrolled by, and what is skipped above it. */
export interface Place {
  readonly scrollTop: number;
  readonly skippedPx: number;
}

/** The height that is scrolled through: that of all rows, as far as a browser can. */
export function scrolledHeight(rowsPx: number): number {
  return Math.min(rowsPx, TALLEST_PX);
}

/**
 * The place after somebody scrolled. A step of less than a viewport moves the rows by as much; a leap (of the scroll bar) leads as far into the rows as it leads down the bar, and either end of the bar to that end of the rows.
 *
 * @param from before it
 * @param scrollTop after it
 */
export function scrolledTo(from: Place, scrollTop: number, extent: Extent): Place {
  const { bottomPx, mostSkippedPx } = limits(extent);
  const isLeap = Math.abs(scrollTop - from.scrollTop) > extent.viewportPx;
  const isAtEnd = scrollTop <= 0 || scrollTop >= bottomPx;
  if (!isLeap && !isAtEnd) return { scrollTop, skippedPx: Math.min(from.skippedPx, mostSkippedPx) };
  const share = bottomPx <= 0 ? 0 : Math.min(1, Math.max(0, scrollTop / bottomPx));
  return { scrollTop, skippedPx: Math.round(share * mostSkippedPx) };
}

/** The place at which the row that begins at `topPx` comes first; with the rows skipped as they are, where that is possible. */
export function placeOf(topPx: number, from: Place, extent: Extent): Place {
  const { bottomPx, mostSkippedPx } = limits(extent);
  const wanted = Math.min(Math.max(0, topPx), bottomPx + mostSkippedPx);
  const near = wanted - from.skippedPx;
  const isEnd = wanted === 0 || wanted === bottomPx + mostSkippedPx;
  if (!isEnd && near > 0 && near < bottomPx) return { scrollTop: near, skippedPx: from.skippedPx };
  const share = bottomPx + mostSkippedPx <= 0 ? 0 : wanted / (bottomPx + mostSkippedPx);
  const skippedPx = Math.round(share * mostSkippedPx);
  return { scrollTop: wanted - skippedPx, skippedPx };
}

function limits({ rowsPx, viewportPx }: Extent): { readonly bottomPx: number; readonly mostSkippedPx: number } {
  const heightPx = scrolledHeight(rowsPx);
  return { bottomPx: Math.max(0, heightPx - viewportPx), mostSkippedPx: rowsPx - heightPx };
}
