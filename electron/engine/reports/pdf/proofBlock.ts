import { toBuffer } from 'qrcode';
import type { ChainFacts } from '../content/chainFacts.ts';
import { COLOURS, SIZES } from './design.ts';
import { count, exactMoment } from './format.ts';
import type { Sheet } from './sheet.ts';
import { reportTexts } from './words.ts';

const QR_SIZE = 132;
const words = reportTexts.proof;

/** The newest checkpoint, in words and as a QR code of its whole text. @param qr from `qrOf` */
export function drawProof(sheet: Sheet, chain: ChainFacts | null, qr: Buffer | null, isSigned: boolean): void {
  sheet.heading(words.title, 1, QR_SIZE + 40);
  if (chain === null || qr === null) sheet.paragraph(words.none);
  else {
    sheet.paragraph(words.hint, { size: SIZES.small, colour: COLOURS.soft });
    sheet.need(QR_SIZE + 6);
    const { y } = sheet;
    const x = sheet.left + QR_SIZE + 16;
    const width = sheet.right - x;
    const facts: readonly (readonly [string, string])[] = [
      [words.station, chain.origin],
      [words.entries, count(chain.size)],
      [words.at, exactMoment(chain.at)],
      [words.root, chain.root],
    ];
    sheet.figureAt(words.qr, { x: sheet.left, y, width: QR_SIZE, height: QR_SIZE }, () =>
      sheet.doc.image(qr, sheet.left, y, { width: QR_SIZE }),
    );
    let top = y + 4;
    for (const [name, value] of facts) {
      const at = top;
      sheet.tag('P', () => {
        sheet.write(name, x, at, width, { size: SIZES.tiny, colour: COLOURS.soft, lines: 1 });
        sheet.write(value, x, at + 10, width, { size: SIZES.small, lines: 2 });
      });
      top += 30;
    }
    sheet.y = y + QR_SIZE + 8;
  }
  if (isSigned) sheet.paragraph(words.signed, { size: SIZES.small });
}

/** The text of a checkpoint as a PNG; null where there is none. */
export async function qrOf(chain: ChainFacts | null): Promise<Buffer | null> {
  if (chain === null) return null;
  return toBuffer(chain.note, { errorCorrectionLevel: 'M', margin: 1, scale: 6 });
}
