/**
 * Names of files and folders that are never parts, by who makes them. They hold for every folder on the way to a file, in any mixture of upper and lower
 * case. docs/intake.md shows the same table.
 */
const SYSTEM_NAMES: readonly { readonly madeBy: string; readonly names: readonly RegExp[] }[] = [
  { madeBy: 'any system: hidden files, notes of file managers (AppleDouble among them)', names: [/^[.~]/] },
  {
    madeBy: 'programs that write and then rename, or keep the file before',
    names: [/\.(tmp|temp|part|partial|filepart|crdownload|upload|inprogress|writing|lock)$/, /\.!sync$/, /\.[^.]+~$/],
  },
  {
    madeBy: 'Windows',
    names: [
      /^(thumbs|ehthumbs.*)\.db$/,
      /^desktop\.ini$/,
      /^\$recycle\.bin$/,
      /^system volume information$/,
      /:zone\.identifier$/,
    ],
  },
  { madeBy: 'macOS', names: [/^__macosx$/, /^network trash folder$/, /^temporary items$/, /^icon\r$/] },
  { madeBy: 'Synology', names: [/^@eadir$/, /^#recycle$/, /^#snapshot$/, /@syno/] },
  { madeBy: 'QNAP', names: [/^@recycle$/, /^@recently-snapshot$/] },
  { madeBy: 'Linux', names: [/^lost\+found$/] },
];

const PATTERNS = SYSTEM_NAMES.flatMap(({ names }) => names);

/** Whether a name, or a folder on the way to it, is none that a camera gives to a part. */
export function isSystemPath(path: string): boolean {
  return path
    .toLowerCase()
    .split('/')
    .some((name) => PATTERNS.some((pattern) => pattern.test(name)));
}

/** Whether a station gave the name, for a file that it takes aside or a note of its own: these are no parts, whatever a source's options say. */
export function isOwnName(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('.sigmaline-');
}
