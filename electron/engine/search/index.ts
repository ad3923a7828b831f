/** Search among all records: an index of its own beside the station's database, kept and asked on a thread of its own. */

export { FoundRecords } from './foundRecords.ts';
export { RecordSearch } from './recordSearch.ts';
export { Searcher, type SearchQueries } from './searcher.ts';
export { openSearch } from './wholeIndex.ts';
