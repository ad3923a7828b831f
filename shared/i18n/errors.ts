/**
 * The sentence of every error code, in English. A sentence names the thing and the remedy; `{name}` is filled from the error's details.
 * Codes are stable: records and integrations keep them, so a code is never renamed or reused.
 */
const SENTENCES = {
  internal:
    'Something failed that was not foreseen: {reason}. Restart the station; if it happens again, report it with the log.',

  'image.not-found':
    'The image {file} is not there. Check the path, and that nothing else moves or deletes files in the folder.',
  'image.unreadable':
    'The image {file} cannot be read ({reason}). Check its permissions and the disk or share it lies on.',
  'image.empty': 'The file {file} is empty. Check that the camera finished writing it.',
  'image.not-an-image':
    'The file {file} is no image of a kind that can be read (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Check what the camera writes.',
  'image.truncated':
    'The image {file} ends too early: it was cut or is still being written. Check the camera and the connection to it.',
  'image.corrupt': 'The image {file} is damaged ({reason}). Check the camera and the disk it writes to.',
  'image.too-large':
    'The image {file} has {pixels} pixels; at most {limit} are accepted. Lower the resolution of the camera.',
  'image.unsupported':
    'The image {file} is of a kind that is not supported ({reason}). Let the camera write 8 or 16 bit grey or RGB.',

  'image.changed':
    'The image {file} was changed after it was complete and before it could be judged. Let the camera give every image a name of its own.',

  'image.not-released':
    'The image {file} was not released: {sidecar} did not come in time. Look at the image by hand, and check what writes that file beside it.',

  'folder.not-found': 'The folder {folder} does not exist. Check the path and that the share is connected.',
  'folder.unreadable': 'The folder {folder} cannot be read ({reason}). Check its permissions.',
  'folder.not-a-folder': '{folder} is no folder. Name the folder that holds the images.',
  'folder.no-images': 'The folder {folder} holds no images (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Check the path.',
  'dataset.layout':
    'The folder {folder} is no data set in MVTec layout: {missing} is missing. It needs train/good and test/CLASS.',

  'recipe.not-found': 'There is no recipe named {recipe}. Recipes here: {known}.',
  'recipe.version-not-found': 'The recipe {recipe} has no version {version}. Versions here: {known}.',
  'recipe.file':
    'The file {file} is no recipe that can be read ({reason}). Name an ONNX file that was written by sigmaline recipe export.',
  'recipe.name': '"{name}" cannot be the name of a recipe: it needs at least one letter or digit.',
  'recipe.corrupt':
    'The recipe {recipe} cannot be used ({reason}). Calibrate it again or restore its folder from a backup.',
  'calibration.too-few-images':
    'A false-reject rate of {target} needs at least {needed} good images; there are {count}. {remedy}',
  'calibration.identical-images':
    'All {count} good images are the same. Calibrate with images of different good parts.',
  'calibration.degenerate': 'No Gaussian can be fitted: {reason}. Check the good images.',
  'calibration.image-failed': 'The good image {file} cannot be used: {reason}',
  'calibration.crashed':
    'The fitting process ended unexpectedly ({reason}). Free some memory or use fewer images; nothing was changed.',
  'calibration.cancelled': 'The calibration was cancelled. Nothing was changed.',
  'calibration.running': 'A calibration is running already. Wait for it or cancel it.',
  'calibration.unknown-run': 'There is no calibration run {runId}. It has ended, or the station was restarted.',
  'target.invalid': 'A target false-reject rate must lie between 0.1\u202f% and 50\u202f%; {target} does not.',

  'backbone.not-found': 'There is no backbone {backbone}. Backbones here: {known}.',
  'backbone.corrupt': 'The backbone {backbone} is not what its manifest says ({reason}). Install it again.',
  'backbone.unknown':
    'There is no published backbone {backbone}. Published ones: {known}; any other is added as an ONNX file.',
  'backbone.id':
    '"{id}" cannot be the id of a backbone. Use lower-case letters, digits and hyphens, such as my-network.',
  'backbone.exists':
    'There is a backbone {backbone} already. Remove it first, or give the new one another id. Nothing was changed.',
  'backbone.built-in': 'The backbone {backbone} comes with the product and cannot be removed.',
  'backbone.output': 'The ONNX file has no output {output}. Its outputs: {known}.',
  'backbone.checksum':
    '{file} is not the file that was expected: its SHA-256 is {found}, not {expected}. Nothing was installed; download or copy it again.',
  'backbone.unpinned':
    'This version knows no SHA-256 for {address}, so a download could not be checked and none was tried. Give the published one with --sha256, or download the file yourself and add it with --from FILE.',
  'backbone.crashed':
    'The process that adds the backbone ended unexpectedly ({reason}). Nothing was installed; free some memory and try again.',
  'backbone.cancelled': 'Adding the backbone was cancelled. Nothing was installed.',

  'download.unreachable':
    'The address {address} cannot be reached ({reason}). Check the connection, or download the file elsewhere and add it with --from FILE.',
  'download.refused':
    'The address {address} answered {status}. Check it, or download the file elsewhere and add it with --from FILE.',
  'download.interrupted':
    'The download from {address} stopped after {done} bytes ({reason}). Run the same command again: it goes on from there.',

  'onnx.unreadable': 'The ONNX file cannot be read ({reason}). Copy or export it again.',
  'weights.not-found': 'There is no file {file}. Check the path.',
  'weights.unreadable': 'The weights {file} cannot be read ({reason}). Download or copy them again.',
  'weights.missing-tensor':
    'The weights {file} lack the tensor {tensor}: they belong to another network or end at an earlier level. Use the file of this network.',
  'weights.unexpected-tensor':
    'The weights {file} hold {tensor}, which this network does not have: they belong to another network. Use the file of this network.',
  'weights.wrong-shape':
    'The weights {file} hold {tensor} as {found} where {expected} is expected: they belong to another network. Use the file of this network.',
  'onnx.unsupported': 'The ONNX file cannot be used: {reason}. {remedy}',

  'lane.crashed':
    'The inference process ended while it judged {file}. The image was tried again without success; look at it by hand.',
  'lane.timeout': 'The image {file} was not judged within {seconds} seconds. Look at it by hand.',
  'lane.run-failed':
    'The recipe could not be run on {file} ({reason}). Free some memory or restart the station, and look at the image by hand.',
  'lane.not-finite':
    'The recipe gave a {output} for {file} that is no number. Look at the image by hand and calibrate the recipe again.',
  'lane.memory':
    'The inference process was ended because {file} made it take more memory than it may ({megabytes} MB). The image was tried again without success; look at it by hand.',
  'lane.provider-failed':
    'The recipe cannot be run on {provider} ({reason}). Check the graphics driver, or choose cpu as the execution provider.',
  'provider.failed':
    'The recipe {recipe} is judged on the main processor: {provider} failed ({reason}). Verdicts stay right but may come later; tell maintenance. When the cause is mended, choose "Try again" in the set-up, under Lanes.',
  'provider.refused':
    'The recipe {recipe} is judged on the main processor, not on {provider} as the settings say: {reason}. Check the graphics driver, or change the setting.',
  'provider.memory':
    'What was found out about the graphics processors ({file}) could not be read: {reason}. It was kept as {kept} and is found out again.',
  'lane.unwritable': 'The file {file} cannot be written ({reason}). Check the permissions of its folder and the disk.',
  'map.unusable': 'The anomaly map {file} cannot be used ({reason}). Inspect the image again.',
  'lane.start': 'The inference process cannot start ({reason}). Reinstall Sigmaline or look at the log.',

  'source.not-found': 'There is no source {source}.',
  'source.duplicate': 'The folder {folder} is watched already, by the source {source}.',
  'source.nested':
    "The folder {folder} lies inside the station's own data folder. Choose the folder that the camera writes to.",
  'source.overlap':
    'The folder {folder} and that of the source {source} lie in one another, and files would be judged twice. Choose folders that lie apart.',
  'source.holds-data':
    "The folder {folder} holds the station's own data folder. Choose the folder that the camera writes to.",
  'source.holds-archive':
    'The folder {folder} and the archive of the source {source} lie in one another, and archived images would be judged again. Choose folders that lie apart.',
  'source.include':
    'The pattern "{pattern}" for files to take cannot be read ({reason}). Write it like "*.png" or "camera-2/**".',
  'source.exclude':
    'The pattern "{pattern}" for files to leave out cannot be read ({reason}). Write it like "*-preview.png".',
  'source.pattern':
    'The part pattern is no regular expression ({reason}). Write it like (?<serial>[0-9]+)-(?<view>[a-z]+) and try it on a path.',
  'source.pattern-slow':
    'The part pattern takes too long on {path}. Write a simpler one: a repetition inside a repetition, like (a+)+, is the usual cause.',
  'source.pattern-groups':
    'The part pattern names {found}, and would say nothing. Name at least one of the groups {known}, like (?<serial>[0-9]+), and no other.',
  'source.file-refused': '{file} is a link or no ordinary file and is not inspected{others}.',
  'source.file-garbled': '{file} has a name that cannot be read and is not inspected{others}.',
  'source.file-unreachable': '{file} cannot be reached ({reason}){others}; check its permissions.',
  'source.file-endless':
    '{file} has been written to for {minutes} min and is still not whole, so it waits; check the camera.',
  'source.files-unfinished':
    '{file} is not finished and has not changed for a while{others}. Check the camera and the connection to it.',
  'source.files-foreign': '{count} files named {pattern} are no images and are not inspected{others}.',
  'source.folder-unreadable': '{file} cannot be read{others}; check its permissions.',
  'source.names-unmatched':
    "{count} of the last {files} files do not match the source's pattern for serial, lot and view, the last of them {file}.",
  'source.names-slow':
    "{count} of the last {files} files keep the source's pattern for serial, lot and view busy for too long, the last of them {file}; write a simpler one.",
  'source.unwatched': '{folder} cannot be watched ({reason}); new images are found by listing it.',
  'archive.relative': 'The path {folder} is not complete. Give the archive from the root or the drive letter on.',
  'archive.not-found':
    'The archive folder {folder} does not exist. Create it, or connect the share it lies on: it is not created by itself.',
  'archive.not-a-folder': '{folder} is no folder. Name the folder that the images are to be moved to.',
  'archive.unwritable':
    'Nothing can be written to the archive folder {folder} ({reason}). Check its permissions and the free space.',
  'archive.name-refused':
    'The disk of the archive takes no name like that of {file} ({reason}). Move this file by hand; all others go on.',
  'archive.in-source':
    'The archive folder {folder} and the source folder {source} lie in one another, and archived images would be judged again. Choose a folder that lies apart.',
  'archive.in-data':
    "The archive folder {folder} and the station's own data folder lie in one another. Choose a folder that lies apart.",
  'source.unwritable':
    'The file {file} can be neither moved nor deleted ({reason}). Give the station the right to write in its folder, and close it in other programs.',
  'afterwards.archive':
    '{count} recorded images of the source {source} wait to be moved to the archive. {problem} They stay where they are until then; it is tried again by itself.',
  'afterwards.delete':
    '{count} recorded images of the source {source} wait to be deleted. {problem} It is tried again by itself.',
  'afterwards.older-problem': '{sentence}',
  'afterwards.returned':
    'Since the database was restored, {count} archived images of the source {source} had no record. They were moved from the archive {folder} back to where they came from, and are judged again.',
  'afterwards.not-returned':
    'Since the database was restored, {count} archived images of the source {source} have no record. They stay in the archive {folder}, as their names are taken in the source or several sources have this archive: {names}. Copy them into the source under other names to have them judged.',
  'afterwards.not-searched':
    'The archive {folder} of the source {source} could not be searched for images that lost their record when the database was restored. {problem} It is tried again by itself.',
  'source.name-taken': 'There is a source {source} already; it watches {folder}. Choose another name.',
  'source.quiet':
    'No image has come to {folder} since {since}; before, there was a part about every {cycleSeconds} seconds. If the line runs, check the camera, its trigger and its connection: parts leave without a verdict.',
  'folder.silent': 'The folder {folder} does not answer. Check that the share is connected.',
  'folder.relative': 'The path {folder} is not complete. Give it from the root or the drive letter on.',
  'inspection.not-found': 'There is no inspection {inspection}.',
  'resource.not-found': 'There is no {resource}.',

  'station.locked':
    'The data folder {folder} is in use by another station (process {pid}). Close that one, or name another folder with --data.',
  'station.data-folder':
    'The data folder {folder} cannot be used ({reason}). Check its permissions and free space, or name another with --data.',
  'station.disk-full': 'The disk of {folder} is full. Free some space; inspection continues by itself.',
  'station.port': 'The port {port} cannot be opened ({reason}). Name another with --port.',
  'station.token':
    'The token file {file} cannot be used ({reason}). It must hold 16 to 256 letters, digits, - or _ and nothing else.',
  'station.no-interface': 'The interface is not built ({folder} is missing). Run npm run build.',
  'station.disk-low': 'Only {megabytes} MB are free on the disk of {folder}. Free some space before it is full.',
  'station.disk-ending':
    'Only {megabytes} MB are free on the disk of {folder}: at the present rate enough for about {parts} parts, {hours} hours. Free some space before it is full.',
  'station.backlog-slow':
    '{count} images wait to be judged, the oldest for {seconds} seconds. If the number keeps growing, slow the line down.',
  'station.backlog-stuck':
    '{count} images wait to be judged, the oldest for {seconds} seconds. Stop the line and call the engineer: parts leave without a verdict.',
  'storage.newer':
    'The database {file} was written by a newer Sigmaline (schema {found}, this one knows {known}). Install that version.',
  'storage.older':
    'The database {file} was written by an older Sigmaline (schema {found}, this one reads {known}). Start the station once: it brings it up to date.',
  'storage.not-found': 'There is no database {file}. Name the data folder of a station with --data.',
  'storage.corrupt': 'The database {file} is damaged ({reason}). Restore the newest backup.',
  'storage.read-only':
    'The database {file} cannot be written: its disk or folder is read-only ({reason}). Make it writable; inspection continues by itself.',
  'storage.restored':
    'The records were damaged and have been restored: {restored} from the backup of {backupAt}, {salvaged} newer ones from the damaged file; {unreadable} could not be read. Images that lost their record are judged again; record numbers from {next} on may have been given before. The damaged database ({reason}) is kept in {folder}.',
  'storage.begun-anew':
    'The records were damaged and there was no usable backup: {salvaged} were read from the damaged file, {unreadable} could not be read. Images that lost their record are judged again; record numbers from {next} on may have been given before. The damaged database ({reason}) is kept in {folder}.',
  'storage.suspected':
    'The database {file} seemed damaged while it was in use ({reason}). All of it was checked and nothing was found; have the disk and the memory of the station tested.',
  'storage.moved':
    'The database {file} was moved or deleted while the station runs. Put it back or restart the station; inspection continues by itself.',
  'backup.failed': 'The records could not be backed up to {folder}: {reason} It is tried again by itself.',
  'backup.crashed': 'The process for backups ended unexpectedly ({reason}).',
  'notice.not-found': 'There is no notice {notice}.',
  'storage.failed': 'The database {file} cannot be written ({reason}). Check the disk.',
  'settings.value':
    'The setting {setting} in {file} holds a value that this version does not allow, and its default is used. Set it again in the set-up.',
  'source.stored':
    'The source of the folder {folder} is stored in {file} in a form that this version cannot read, so it is not watched. Add it again in the set-up.',
  'settings.corrupt':
    'The settings {file} cannot be read ({reason}). They were kept as {kept}, and the defaults are used.',
  'settings.changed-meanwhile':
    'Another screen changed the setting {setting} meanwhile, so nothing was saved. Save again to replace what it says now.',

  'export.failed': 'The export {file} cannot be written ({reason}). Check the folder and the free space.',
  'demo.running': 'The demo is running already.',

  'request.unknown': 'There is no request {request}.',
  'request.invalid': 'The request {request} is not valid: {reason}.',
  'request.forbidden': 'The request {request} needs the role {role}.',
  'connection.lost': 'The connection to the station is lost. It is tried again by itself.',

  /** Stands in other sentences. */
  'count.or-more': '{count} or more',
  'count.more': ' (and {count} more)',

  'usage.invalid': '{reason}',
} as const;

export type ErrorCode = keyof typeof SENTENCES;

/** Details whose names nobody checked: of a report from another process, of a record. */
export type ErrorDetails = Readonly<Record<string, Detail>>;

/** What went wrong, in a form that any language can make a sentence of. */
export interface ErrorFact {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** A detail that is a fact itself stands in the sentence as a sentence of its own. */
export type Detail = string | number | ErrorFact;

type NamesIn<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type DetailName<Code extends ErrorCode> = NamesIn<(typeof SENTENCES)[Code]>;

/** Exactly the details that the sentence of the code names. Not a `Record`: TypeScript takes `Record<string, T>` for any `Record<'name', T>`. */
export type DetailsOf<Code extends ErrorCode> = { readonly [Name in DetailName<Code>]: Detail };

/** The arguments that follow a code: its details, which may be left out where its sentence names none. */
export type DetailArguments<Code extends ErrorCode> = [DetailName<Code>] extends [never]
  ? [details?: Readonly<Record<string, never>>]
  : [details: DetailsOf<Code>];

export const ERROR_CODES = Object.keys(SENTENCES) as readonly ErrorCode[];

/** The sentence of an error that is raised here. */
export function formatError<Code extends ErrorCode>(code: Code, ...[details]: DetailArguments<Code>): string {
  return formatReport(code, details ?? {});
}

/** The sentence of an error that was raised elsewhere: what its details lack is said to be unknown. */
export function formatReport(code: ErrorCode, details: ErrorDetails): string {
  return SENTENCES[code].replace(/\{(\w+)\}/g, (_, name: string) => {
    const detail = details[name] ?? `(${name} unknown)`;
    if (typeof detail === 'object') return formatReport(detail.code, detail.details);
    return typeof detail === 'string' && MOMENT.test(detail) ? localTime(new Date(detail)) : String(detail);
  });
}

/** Codes carry times in UTC; people read their own clock, with the day if it is another one. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

function localTime(date: Date): string {
  const clock = date.toLocaleTimeString('en-GB');
  if (date.toDateString() === new Date().toDateString()) return clock;
  return `${clock} on ${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })}`;
}
