import { join } from 'node:path';
import type { FoundRecord, Handlers, RecordDetail, RequestOutput } from '../../../shared/contract/index.ts';
import { dispositionStateOf, type InspectionId, SigmalineError, shareBelow } from '../../../shared/domain/index.ts';
import { isThere, sha256OfFile } from '../../files/index.ts';
import type { AuditQueries, CheckState } from '../audit/index.ts';
import type { Ledger } from '../intake/index.ts';
import type { Holds } from '../keeping/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import {
  type InspectionRecords,
  inspectionOf,
  linksOf,
  type OriginalImageNeeds,
  type Reader,
  type RecordFiles,
  type RecordQueries,
} from '../records/index.ts';
import { FoundRecords, type RecordSearch } from '../search/index.ts';
import { DispositionTable, type RecordedInspection } from '../storage/index.ts';
import { Calibrations } from './calibrations.ts';
import { SecondJudgement, type SecondJudgementNeeds } from './secondJudgement.ts';

export interface RecordDetailNeeds extends SecondJudgementNeeds {
  readonly records: Pick<InspectionRecords, 'find' | 'countedOf' | 'ofContent'>;
  readonly reader: Reader<RecordQueries & AuditQueries>;
  readonly files: Pick<RecordFiles, 'mapPath'>;
  readonly ledger: Pick<Ledger, 'isNewestOfName'>;
  readonly settings: { folderOf: OriginalImageNeeds['folderOf'] };
  readonly archived: { placeOf: OriginalImageNeeds['archivedAt'] };
  readonly search: Pick<RecordSearch, 'ofSerial'>;
  readonly holds: Pick<Holds, 'isOnHold'>;
}

type DetailRequest = 'record.get' | 'record.verify' | 'record.judgeAgain';
type Check = RequestOutput<'record.verify'>['checks'][number];

const MOST_SHOWN = 50;

/** All that is known of one record. */
export class RecordDetails implements Feature<DetailRequest> {
  readonly handlers: Handlers<DetailRequest>;
  readonly #needs: RecordDetailNeeds;
  readonly #dispositions: DispositionTable;
  readonly #calibrations: Calibrations;
  readonly #judgement: SecondJudgement;
  readonly #lines: FoundRecords;

  constructor({ database }: Kernel, needs: RecordDetailNeeds) {
    this.#needs = needs;
    this.#dispositions = new DispositionTable(database);
    this.#calibrations = new Calibrations(needs.recipes);
    this.#lines = new FoundRecords(database);
    this.#judgement = new SecondJudgement(needs);
    this.handlers = {
      'record.get': ({ id }) => this.#detailOf(this.#require(id)),
      'record.verify': async ({ id }) => ({ checks: await this.#checksOf(this.#require(id)) }),
      'record.judgeAgain': ({ id }) => this.#judgement.of(this.#require(id)),
    };
  }

  #require(id: InspectionId): RecordedInspection {
    const record = this.#needs.records.find(id);
    if (record === null) throw new SigmalineError('inspection.not-found', { inspection: id });
    return record;
  }

  async #detailOf(record: RecordedInspection): Promise<RecordDetail> {
    const { records, reader, holds } = this.#needs;
    const { id, number, score } = record;
    const counted = records.countedOf(id);
    const [calibration, typical, sameSerial, chain] = await Promise.all([
      this.#calibrations.of(record),
      this.#typicalOf(record),
      this.#sameSerial(record),
      reader.run('audit.placeOf', { number, id }),
    ]);
    return {
      inspection: inspectionOf(record),
      ...linksOf(records, record),
      state: counted === null ? null : dispositionStateOf(counted),
      history: this.#dispositions.historyOf(number),
      calibration: calibration === null ? null : { ...calibration, percentile: shareBelow(calibration.scores, score) },
      typical,
      sameSerial,
      sameContent: this.#sameContent(record),
      chain,
      onHold: holds.isOnHold(number),
    };
  }

  /** The most ordinary part whose image is still there; without any the most ordinary one, of which a thumbnail may be. */
  async #typicalOf(record: RecordedInspection): Promise<InspectionId | null> {
    const ids = await this.#needs.reader.run('records.typicalOf', record);
    for (const id of ids) {
      const candidate = this.#needs.records.find(id);
      if (candidate !== null && (await this.#needs.findOriginal(candidate)) !== null) return id;
    }
    return ids[0] ?? null;
  }

  async #sameSerial({ serial, number }: RecordedInspection): Promise<FoundRecord[]> {
    if (serial === null) return [];
    const found = await this.#needs.search.ofSerial(serial);
    return found.filter((other) => other.serial === serial && other.number !== number).slice(0, MOST_SHOWN);
  }

  #sameContent({ sha256, number }: RecordedInspection): FoundRecord[] {
    if (sha256 === null) return [];
    const numbers = this.#needs.records.ofContent(sha256, MOST_SHOWN + 1).filter((other) => other !== number);
    return this.#lines.lines(numbers.slice(0, MOST_SHOWN));
  }

  async #checksOf(record: RecordedInspection): Promise<Check[]> {
    const { number, id, mapSha256 = null, filesFolder } = record;
    const inChain = await this.#needs.reader.run('audit.verifyRecord', { number, id });
    const map = filesFolder === null ? null : this.#needs.files.mapPath(filesFolder, id);
    const files = { image: await this.#imageOf(record), map: await fileState(map, mapSha256) };
    return Object.entries({ ...inChain, ...files }).map(([what, state]) => ({ what: what as Check['what'], state }));
  }

  /** Another content under the image's name is a later image, unless none was ever seen there: then this one was changed. */
  async #imageOf(record: RecordedInspection): Promise<CheckState> {
    const { id, sha256, sourceId, file } = record;
    const { ledger, settings, archived, findOriginal } = this.#needs;
    const found = await findOriginal(record);
    if (found !== null) return fileState(found, sha256);
    const folder = settings.folderOf(sourceId);
    const isOwnName = folder !== null && ledger.isNewestOfName(id);
    const places = [archived.placeOf(id), isOwnName ? join(folder, file) : null];
    const states = await Promise.all(places.map((place) => fileState(place, sha256)));
    return states.includes('broken') ? 'broken' : 'gone';
  }
}

/** What a file says of the hash that was recorded of it. */
async function fileState(path: string | null, sha256: string | null): Promise<CheckState> {
  if (path === null || sha256 === null || !(await isThere(path))) return 'gone';
  return (await sha256OfFile(path).catch(() => null)) === sha256 ? 'holds' : 'broken';
}
