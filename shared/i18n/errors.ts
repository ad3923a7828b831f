import { ACCESS_SENTENCES, accessNames } from './accessErrors.ts';
import { AUDIT_SENTENCES } from './auditErrors.ts';
import { AUDIT_COMMAND_ERRORS, AUDIT_FAULTS, AUDIT_PHRASES, STATION_FAULTS } from './auditFaults.ts';
import { BENCH_SENTENCES } from './benchErrors.ts';
import { BYPASS_SENTENCES } from './bypassErrors.ts';
import { COMPARISON_SENTENCES } from './comparisonErrors.ts';
import { CONNECTION_SENTENCES } from './connectionErrors.ts';
import { peopleTexts } from './enPeople.ts';
import { EXECUTION_REASONS, providerName } from './executionReasons.ts';
import { EXPORT_SENTENCES } from './exportErrors.ts';
import { KEEPING_SENTENCES } from './keepingErrors.ts';
import { LINE_SENTENCES } from './lineErrors.ts';
import { LIST_WORDS, REASONS } from './reasons.ts';
import { RECIPE_LIFE_SENTENCES } from './recipeErrors.ts';
import { isProse, recogniser } from './recognised.ts';
import { RECORD_SENTENCES } from './recordErrors.ts';
import { REPORT_SENTENCES } from './reportErrors.ts';
import { RETENTION_SENTENCES } from './retentionErrors.ts';
import { TEST_SET_SENTENCES } from './testSetErrors.ts';
import { TIME_STAMP_SENTENCES } from './timeStampErrors.ts';

/**
 * The sentence of every error code, in English. A sentence names the thing and the remedy; `{name}` is filled from the error's details.
 * Codes are stable: records and integrations keep them, so a code is never renamed or reused.
 */
const SENTENCES = {
  ...ACCESS_SENTENCES,
  ...accessNames(peopleTexts),
  ...AUDIT_SENTENCES,
  ...AUDIT_COMMAND_ERRORS,
  ...AUDIT_FAULTS,
  ...AUDIT_PHRASES,
  ...STATION_FAULTS,
  ...BENCH_SENTENCES,
  ...BYPASS_SENTENCES,
  ...RECIPE_LIFE_SENTENCES,
  ...COMPARISON_SENTENCES,
  ...CONNECTION_SENTENCES,
  ...KEEPING_SENTENCES,
  ...LINE_SENTENCES,
  ...RECORD_SENTENCES,
  ...REPORT_SENTENCES,
  ...EXECUTION_REASONS,
  ...REASONS,
  ...LIST_WORDS,
  ...EXPORT_SENTENCES,
  ...RETENTION_SENTENCES,
  ...TEST_SET_SENTENCES,
  ...TIME_STAMP_SENTENCES,
  internal: 'Something unexpected failed: {reason}. Restart the station; if it happens again, report it with the log.',

  'image.not-found':
    'The image {file} is missing. Check the path, and that nothing else moves or deletes files in the folder.',
  'image.unreadable':
    'The image {file} cannot be read ({reason}). Check its permissions and the disk or share it is on.',
  'image.empty': 'The file {file} is empty. Check that the camera finished writing it.',
  'image.not-an-image':
    'The file {file} is not an image that Sigmaline can read (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Check what the camera writes.',
  'image.truncated':
    'The image {file} ends too early: it was cut off or is still being written. Check the camera and the connection to it.',
  'image.corrupt': 'The image {file} is damaged ({reason}). Check the camera and the disk it writes to.',
  'image.too-large':
    'The image {file} has {pixels} pixels; at most {limit} are accepted. Lower the resolution of the camera.',
  'image.unsupported':
    'The image {file} has an unsupported format ({reason}). Set the camera to write 8-bit or 16-bit grey or RGB.',

  'position.not-found':
    'The part was not found in the image {file}: what lies there is {likeness} % like the good parts, and {least} % are needed. Check that the part lies whole in the image and belongs to this recipe. If good parts look like this, calibrate with such images too.',
  'position.no-shape':
    'The good images show no common shape that tells where the part lies: they are {likeness} % alike, and {chance} % by chance. Draw the region around the part, or choose a fixed position.',
  'position.reference-gone':
    'The image on which the region was drawn is not among the good images. Draw the region again, or put that image back.',

  'image.changed':
    'The image {file} changed after it was complete but before it could be judged. Set the camera to give every image its own name.',

  'image.recipe-unknown':
    'No recipe judges {file}: its name says none that its source knows. Add what the name says to the recipes of the source, or mend the name at the camera; the image was not judged.',
  'image.not-released':
    'The image {file} was not released: {sidecar} did not arrive in time. Check the part by hand, and find out why that file was not written beside it.',

  'folder.not-found': 'The folder {folder} does not exist. Check the path and that the share is connected.',
  'folder.unreadable': 'The folder {folder} cannot be read ({reason}). Check its permissions.',
  'folder.not-a-folder': '{folder} is not a folder. Enter the folder that holds the images.',
  'folder.no-images': 'The folder {folder} contains no images (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Check the path.',
  'dataset.layout':
    'The folder {folder} is not a data set in MVTec layout: {missing} is missing. It must contain train/good and test/CLASS.',

  'recipe.not-found': 'There is no recipe named {recipe}. Recipes here: {known}.',
  'recipe.version-not-found': 'The recipe {recipe} has no version {version}. Versions here: {known}.',
  'recipe.changed-meanwhile':
    'Version {version} of {recipe} was put in use elsewhere in the meantime, so nothing was changed. Look at the versions again before you choose.',
  'recipe.draft-unasked':
    'Version {version} of {recipe} is a draft without a limit, and version {used} has one. With the draft, every part is for a person to review. If you want that, choose it on the screen and confirm, or add --draft to the command.',
  'recipe.file':
    'The file {file} is not a recipe that Sigmaline can read ({reason}). Use an ONNX file that sigmaline recipe export wrote.',
  'recipe.name': '"{name}" cannot be the name of a recipe: it needs at least one letter or digit.',
  'recipe.corrupt':
    'The recipe {recipe} cannot be used ({reason}). Use another version of it, calibrate it again, or restore its folder from a backup.',
  'calibration.too-few-images':
    'A false-reject rate of {target} needs at least {needed} good images; there are {count}. {remedy}',
  'calibration.too-few-for-draft':
    'A draft needs images of at least {needed} different good parts; there are {count}. Add good images.',
  'calibration.too-few-parts':
    'A false-reject rate of {target} needs images of at least {needed} different good parts; these {images} images show only {count}, which are counted once each, however often they were photographed. {remedy}',
  'calibration.group':
    'The pattern "{group}" cannot tell which images show the same part. Write a regular expression with the group (?<serial>...), such as "(?<serial>\\d+)-".',
  'calibration.group-unmatched':
    'The pattern "{group}" finds no serial in the name {file}. Change the pattern, or move that image away.',
  'calibration.identical-images':
    'All {count} good images are the same. Calibrate with images of different good parts.',
  'calibration.mask-empty':
    'The mask ignores everything: no place is left to look at. Take some of it away, then fit again.',
  'calibration.degenerate': 'No Gaussian can be fitted: {reason}. Check the good images.',
  'calibration.image-failed': 'The good image {file} cannot be used: {reason}',
  'calibration.crashed':
    'The fitting process ended unexpectedly ({reason}). Free some memory or use fewer images; nothing was changed.',
  'calibration.cancelled': 'The calibration was cancelled. Nothing was changed.',
  'calibration.running': 'A calibration is already running. Wait for it to finish or cancel it.',
  'calibration.unknown-run': 'There is no calibration run {runId}. It ended, or the station was restarted.',
  'calibration.npca':
    'With NPCA, {count} good parts take hours to fit: with this backbone it takes at most {most}. Leave NPCA out, or calibrate with fewer good parts.',
  'drift.scores-rise':
    'The later of the good images are less like the others than the earlier ones. Something changed while they were taken: light, a tool, the material. Look at the newest images; if they are as good parts will be from now on, take more like them.',
  'drift.scores-fall':
    'The earlier of the good images are less like the others than the later ones. Something changed while they were taken: light, a tool, the material. Look at the oldest images; if good parts are not like them any more, take them out.',
  'drift.brighter': 'The later of the good images are brighter than the earlier ones. Check the lamp and the exposure.',
  'drift.darker': 'The later of the good images are darker than the earlier ones. Check the lamp and the exposure.',
  'drift.sharper': 'The later of the good images are sharper than the earlier ones. Check focus and lens.',
  'drift.blurred': 'The later of the good images are less sharp than the earlier ones. Check focus and lens.',
  'drift.colour':
    'The later of the good images have other colours than the earlier ones. Check the lamp and the white balance.',
  'drift.position':
    'In the later of the good images the part lies elsewhere than in the earlier ones. Check fixture and camera.',
  'target.review':
    'The review band must begin at a share of good parts above the false-reject rate of {target}, and at 50 % at most; {review} is not. Choose a larger share, or no review band.',
  'target.review-empty':
    'The limit itself is expected to reject {expected} of good parts, because images unlike the others were set aside, so that a review band from {review} on would be empty. Choose a larger share, or no review band.',
  'target.invalid': 'A target false-reject rate must be between 0.1\u202f% and 50\u202f%; {target} is not.',

  'backbone.not-found': 'There is no backbone {backbone}. Backbones here: {known}.',
  'backbone.corrupt': 'The backbone {backbone} does not match its manifest ({reason}). Install it again.',
  'backbone.unknown':
    'There is no published backbone {backbone}. Published backbones: {known}. Add any other as an ONNX file.',
  'backbone.id':
    '"{id}" cannot be the id of a backbone. Use lower-case letters, digits and hyphens, such as my-network.',
  'backbone.exists':
    'A backbone {backbone} already exists. Remove it first, or give the new one another id. Nothing was changed.',
  'backbone.built-in': 'The backbone {backbone} is built in and cannot be removed.',
  'backbone.output': 'The ONNX file has no output {output}. Its outputs: {known}.',
  'backbone.checksum':
    '{file} is not the expected file: its SHA-256 is {found}, not {expected}. Nothing was installed; download or copy it again.',
  'backbone.unpinned':
    'This version has no SHA-256 for {address} to check a download against, so nothing was downloaded. Give the published SHA-256 with --sha256, or download the file yourself and add it with --from FILE.',
  'backbone.crashed':
    'The process that adds the backbone ended unexpectedly ({reason}). Nothing was installed; free some memory and try again.',
  'backbone.cancelled': 'Adding the backbone was cancelled. Nothing was installed.',

  'download.unreachable':
    'The address {address} cannot be reached ({reason}). Check the connection, or download the file elsewhere and add it with --from FILE.',
  'download.refused':
    'The address {address} answered {status}. Check the address, or download the file elsewhere and add it with --from FILE.',
  'download.interrupted':
    'The download from {address} stopped after {done} bytes ({reason}). Run the same command again to continue from there.',

  'onnx.unreadable': 'The ONNX file cannot be read ({reason}). Copy or export it again.',
  'weights.not-found': 'There is no file {file}. Check the path.',
  'weights.unreadable': 'The weights {file} cannot be read ({reason}). Download or copy them again.',
  'weights.missing-tensor':
    'The weights {file} do not contain the tensor {tensor}: they belong to another network or end at an earlier level. Use the file for this network.',
  'weights.unexpected-tensor':
    'The weights {file} contain {tensor}, which this network does not have: they belong to another network. Use the file for this network.',
  'weights.wrong-shape':
    'The weights {file} contain {tensor} as {found}, but {expected} is expected: they belong to another network. Use the file for this network.',
  'onnx.unsupported': 'The ONNX file cannot be used: {reason}. {remedy}',
  'onnx.not-quantisable': 'The backbone cannot run in 8-bit integers: {reason}.',

  'lane.crashed':
    'The inference process ended while it was judging {file}. A second attempt failed too; check the part by hand.',
  'lane.timeout': 'The image {file} was not judged within {seconds} seconds. Check the part by hand.',
  'lane.run-failed':
    'The recipe could not be run on {file} ({reason}). Free some memory or restart the station, and check the part by hand.',
  'lane.not-finite':
    'For {file}, the recipe gave a {output} that is not a number. Check the part by hand and calibrate the recipe again.',
  'lane.memory':
    'The inference process was stopped because {file} made it use more memory than it may ({megabytes} MB). A second attempt failed too; check the part by hand.',
  'lane.provider-failed':
    'The recipe cannot be run on {provider} ({reason}). Check the graphics driver, or choose CPU as the execution provider.',
  'provider.failed':
    'The recipe {recipe} runs on the main processor, because {provider} failed ({reason}). Verdicts stay correct but may come later; tell maintenance. When the cause is fixed, choose "Try again" in the set-up, under Lanes.',
  'provider.refused':
    'The recipe {recipe} runs on the main processor, not on {provider} as the settings say: {reason}. Check the graphics driver, or change the setting.',
  'provider.memory':
    'The check results of the graphics processors ({file}) could not be read: {reason}. The file was kept as {kept}, and the graphics processors are checked again.',
  'lane.unwritable': 'The file {file} cannot be written ({reason}). Check the permissions of its folder and the disk.',
  'map.unusable': 'The anomaly map {file} cannot be used ({reason}). Inspect the image again.',
  'lane.start': 'The inference process cannot start ({reason}). Reinstall Sigmaline or check the log.',

  'source.not-found': 'There is no source {source}.',
  'source.duplicate': 'The folder {folder} is already watched by the source {source}.',
  'source.nested':
    "The folder {folder} is inside the station's own data folder. Choose the folder that the camera writes to.",
  'source.overlap':
    'The folder {folder} overlaps the folder of the source {source}, so files would be judged twice. Choose folders that do not overlap.',
  'source.holds-data':
    "The folder {folder} contains the station's own data folder. Choose the folder that the camera writes to.",
  'source.holds-archive':
    'The folder {folder} overlaps the archive of the source {source}, so archived images would be judged again. Choose folders that do not overlap.',
  'source.include':
    'The pattern "{pattern}" for files to include is not valid ({reason}). Write it like "*.png" or "camera-2/**".',
  'source.exclude':
    'The pattern "{pattern}" for files to leave out is not valid ({reason}). Write it like "*-preview.png".',
  'source.pattern':
    'The part pattern is not a regular expression ({reason}). Write it like (?<serial>[0-9]+)-(?<view>[a-z]+) and try it on a path.',
  'source.recipe-group':
    'Recipes are chosen by file name, but the part pattern reads no recipe. Add the group (?<recipe>...) to it, like (?<recipe>[A-Z]+)-(?<serial>[0-9]+).',
  'source.recipe-table':
    'The part pattern reads a recipe from file names, but no recipe says which words are its own. Write them beside the recipes, or take the group recipe out of the pattern.',
  'source.view-group':
    'A part has several views, but the part pattern reads no view. Add the group (?<view>...) to it, like (?<serial>[0-9]+)_(?<view>[a-z]+).',
  'source.serial-group':
    'Views belong together by their serial, but the part pattern reads none. Add the group (?<serial>...) to it, or put parts together by arrival.',
  'source.view-unknown':
    'The source says that its images show the view "{view}", but no part has a view of this name. Choose one of: {known}.',
  'source.view-shown':
    'Nothing was changed: {names} still shows views of the parts of this source, and would judge each of them as a part of its own. Change or remove {names} first.',
  'source.view-source':
    'The source that says how parts are put together is not there, or has no views. Set its views first, or choose another one.',
  'source.recipe-named':
    'Images whose names ask for the recipe {recipe} are waiting, because that recipe cannot be used now. {problem} As soon as it can be used again, they are judged.',
  'source.pattern-slow':
    'The part pattern takes too long on {path}. Simplify it: a repetition inside a repetition, like (a+)+, is the usual cause.',
  'source.pattern-groups':
    'The part pattern names {found}, so it would find nothing. Name at least one of the groups {known}, like (?<serial>[0-9]+), and no others.',
  'source.file-refused':
    '{file} is a link or not an ordinary file, and is not inspected{others}. Put the image itself into the folder.',
  'source.file-garbled': '{file} has an unreadable name and is not inspected{others}.',
  'source.file-unreachable': '{file} cannot be reached ({reason}){others}; check its permissions.',
  'source.file-endless':
    '{file} has been written to for {minutes} min and is still incomplete, so it is not judged yet; check the camera.',
  'source.files-unfinished':
    '{file} is not finished and has not changed for a while{others}. Check the camera and the connection to it.',
  'source.files-foreign': 'Files named {pattern} ({count}) are not images and are not inspected{others}.',
  'source.folder-unreadable': '{file} cannot be read{others}; check its permissions.',
  'source.names-unmatched':
    "{count} of the last {files} files did not match the source's pattern for serial, lot and view, the last of them {file}.",
  'source.names-slow':
    "{count} of the last {files} files take the source's pattern for serial, lot and view too long, the last of them {file}; simplify the pattern.",
  'source.recipe-before':
    'Images that arrived while the recipe {recipe} was set are waiting: they are judged by that recipe, which cannot be used now. {problem} As soon as it can be used again, they are judged.',
  'source.unwatched': '{folder} cannot be watched ({reason}); Sigmaline lists it to find new images.',
  'source.unwritable':
    'The file {file} can be neither moved nor deleted ({reason}). Give the station write permission for its folder, and close the file in other programs.',
  'source.name-taken': 'A source {source} already exists; it watches {folder}. Choose another name.',
  'source.shared':
    'The station "{station}" on {machine} moves or deletes images in {folder}, which this station watches too: images can vanish before they are judged here. Give each station a folder of its own.',
  'source.views-mix':
    'Images that arrive within {withinSeconds} seconds are put together to one part, and a part comes every {cycleSeconds} seconds: a view of the next part can make one whole that lacks its own. Choose a time of less than half of that in the source, under More, What a part is.',
  'source.quiet':
    'No image has arrived in {folder} since {since}; a part usually comes every {cycleSeconds} seconds. If the line is running, check the camera, its trigger and its connection: parts are leaving without a verdict.',
  'folder.silent': 'The folder {folder} does not respond. Check that the share is connected.',
  'folder.relative':
    'The path {folder} is not complete. Enter the full path, starting at the root or the drive letter.',
  'inspection.not-found': 'There is no inspection {inspection}.',
  'resource.not-found': 'There is no {resource}.',

  'station.locked':
    'The data folder {folder} is in use by another station (process {pid}). Stop that station, or name another folder with --data.',
  'station.not-asked':
    'A station is running on {folder}, so only that station can do this, and it cannot be asked from here ({reason}). Do it on its screen, in the set-up under Recipes, or stop the station first.',
  'station.not-running':
    'No station runs on {folder}. Start it with sigmaline serve --data "{folder}", or name another folder with --data.',
  'station.data-folder':
    'The data folder {folder} cannot be used ({reason}). Check its permissions and free space, or name another with --data.',
  'station.disk-full': 'The disk of {folder} is full. Free some space; inspection then resumes automatically.',
  'station.port': 'The port {port} cannot be opened ({reason}). Choose another with --port.',
  'station.token':
    'The token file {file} cannot be used ({reason}). It must hold 16 to 256 letters, digits, - or _ and nothing else.',
  'station.no-interface': 'The interface is not built ({folder} is missing). Run npm run build.',
  'station.disk-low': 'Only {megabytes} MB is free on the disk of {folder}. Free some space before it is full.',
  'station.disk-ending':
    'Only {megabytes} MB is free on the disk of {folder}: at the current rate, enough for about {parts} parts or {hours} hours. Free some space before it is full.',
  'station.disk-files-full':
    'The disk of {folder} cannot hold any more files, however many bytes are free. Delete or move some; inspection then resumes automatically.',
  'station.disk-files-low':
    'The disk of {folder} has room for only {left} more files, however many bytes are free. Delete or move some before it is full.',
  'station.disk-files-ending':
    'The disk of {folder} has room for only {left} more files: at the current rate, enough for about {parts} parts or {hours} hours. Delete or move some before it is full.',
  'station.backlog-growing':
    'Parts arrive faster than they can be judged: {arriving} a minute in the last {minutes} minutes, and this station holds {held}. Slow the line down, or have less to judge: smaller images, a smaller backbone, fewer sources on this station. If the lanes are set for the shortest time, setting them for the most parts may help.',
  'station.backlog-slow':
    '{count} images are waiting to be judged, the oldest for {seconds} seconds. If the number keeps growing, slow the line down.',
  'station.backlog-stuck':
    '{count} images are waiting to be judged, the oldest for {seconds} seconds. Stop the line and call the engineer: parts are leaving without a verdict.',
  'storage.newer':
    'The database {file} was written by a newer Sigmaline (schema {found}; this version knows {known}). Install the newer version.',
  'storage.older':
    'The database {file} was written by an older Sigmaline (schema {found}; this version reads {known}). Start the station once to update the database.',
  'storage.not-found': 'There is no database {file}. Name the data folder of a station with --data.',
  'storage.corrupt': 'The database {file} is damaged ({reason}). Restore the newest backup.',
  'storage.read-only':
    'The database {file} cannot be written: its disk or folder is read-only ({reason}). Make it writable; inspection then resumes automatically.',
  'storage.restored':
    'The records were damaged and have been restored: {restored} from the backup of {backupAt}, {salvaged} newer ones from the damaged file; {unreadable} could not be read. Images that lost their record are judged again; record numbers from {next} onwards may have been used before. The damaged database ({reason}) is kept in {folder}.',
  'storage.begun-anew':
    'The records were damaged and there was no usable backup: {salvaged} records were read from the damaged file, {unreadable} could not be read. Images that lost their record are judged again; record numbers from {next} onwards may have been used before. The damaged database ({reason}) is kept in {folder}.',
  'storage.suspected':
    "The database {file} seemed damaged while it was in use ({reason}). A full check found no damage; have the station's disk and memory tested.",
  'storage.moved':
    'The database {file} was moved or deleted while the station was running. Put it back or restart the station; inspection then resumes automatically.',
  'storage.log-held':
    'The log of the database {file} has grown to {megabytes} MB, because another program keeps the database open for reading. Close that program (a database viewer, a report, a backup tool); the log then shrinks automatically.',
  'backup.failed': 'The records could not be backed up to {folder}: {reason} Sigmaline keeps retrying.',
  'backup.crashed': 'The backup process ended unexpectedly ({reason}).',
  'notice.not-found': 'There is no notice {notice}.',
  'storage.failed': 'The database {file} cannot be written ({reason}). Check the disk.',
  'settings.value':
    'The setting {setting} in {file} has a value that this version does not allow, so its default is used. Set it again in the set-up.',
  'source.stored':
    'The source of the folder {folder} is stored in {file} in a form that this version cannot read, so it is not watched. Add it again in the set-up.',
  'calibration.list':
    'The list of images {file} cannot be used ({reason}). It must name an image on each line, by its path.',
  'settings.file':
    'The file of settings {file} cannot be used: {reason}. sigmaline calibrate --print-schema tells what it may hold.',
  'settings.file-key':
    'The file of settings {file} has the key "{key}", and no setting has this name. Correct it or take it out; sigmaline calibrate --print-schema tells the names of all settings.',
  'settings.corrupt':
    'The settings file {file} cannot be read ({reason}). It was kept as {kept}, and the defaults are used.',
  'settings.changed-meanwhile':
    'Another screen has changed the setting {setting} in the meantime, so nothing was saved. Save again to replace its new value.',

  'demo.running': 'The demo is running already.',

  'request.unknown': 'There is no request {request}.',
  'request.invalid': 'The request {request} is not valid: {reason}.',
  'request.forbidden':
    'This ({request}) needs the role {role}. Nothing was done. Have somebody with this role sign in.',

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

/** The sentences in one language, and the few words that stand between them. */
export interface ErrorLanguage {
  readonly locale: string;
  readonly sentences: Readonly<Record<ErrorCode, string>>;
  /** A time of another day. */
  readonly onDay: (clock: string, day: string) => string;
  /** In the place of a detail that a sentence names and a report lacks. */
  readonly unknown: (name: string) => string;
}

export const ENGLISH_ERRORS: ErrorLanguage = {
  locale: 'en-GB',
  sentences: SENTENCES,
  onDay: (clock, day) => `${clock} on ${day}`,
  unknown: (name) => `(${name} unknown)`,
};

/** What people read here: English in logs, files and answers to programs, and whatever language a page is in. */
let readerLanguage = (): ErrorLanguage => ENGLISH_ERRORS;

/** For pages: from now on each sentence is made in the language that `language` gives at that moment. */
export function speakErrors(language: () => ErrorLanguage): void {
  readerLanguage = language;
}

export const ERROR_CODES = Object.keys(SENTENCES) as readonly ErrorCode[];

/** The fact that a text was made of, in English, by this version or an earlier one; null for the text of somebody else. */
export const factIn: (text: string) => ErrorFact | null = recogniser(SENTENCES);

/** What was kept as a text, in the language of whoever reads. */
export function readText(text: string): string {
  if (readerLanguage() === ENGLISH_ERRORS) return text;
  const fact = factIn(text);
  return fact === null ? text : formatReport(fact.code, fact.details);
}

/** The sentence of an error that is raised here. */
export function formatError<Code extends ErrorCode>(code: Code, ...[details]: DetailArguments<Code>): string {
  return formatReport(code, details ?? {});
}

/** The sentence of an error that was raised elsewhere: what its details lack is said to be unknown. */
export function formatReport(code: ErrorCode, details: ErrorDetails): string {
  const { locale, sentences, onDay, unknown } = readerLanguage();
  const today = new Date().toDateString();
  const moments = Object.values(details).filter(isMoment);
  const isToday = moments.every((moment) => new Date(moment).toDateString() === today);
  const local = (date: Date): string => {
    const clock = date.toLocaleTimeString(locale);
    if (isToday) return clock;
    return onDay(clock, date.toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' }));
  };
  const isSentence = sentences[code].endsWith('.');
  return sentences[code].replace(/\{(\w+)\}/g, (_, name: string, place: number) => {
    const detail = details[name] ?? unknown(name);
    if (typeof detail === 'object') {
      const said = formatReport(detail.code, detail.details);
      return isSentence && place === 0 ? said.charAt(0).toUpperCase() + said.slice(1) : said;
    }
    if (typeof detail === 'number' && !Number.isInteger(detail)) return inDigits(detail, locale);
    if (name === 'provider') return providerName(String(detail));
    if (typeof detail === 'string' && isProse(name)) return readText(detail);
    return isMoment(detail) ? local(new Date(detail)) : String(detail);
  });
}

function inDigits(value: number, locale: string): string {
  return value.toLocaleString(locale, { maximumSignificantDigits: 6, useGrouping: false });
}

/** Codes carry times in UTC; people read their own clock, with the day if one of the times is of another one. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

function isMoment(detail: unknown): detail is string {
  return typeof detail === 'string' && MOMENT.test(detail);
}
