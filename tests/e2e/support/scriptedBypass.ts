import { randomUUID } from 'node:crypto';
import type { Handlers, LastingBypass } from '../../../shared/contract/index.ts';
import {
  bypassDetails,
  type HandoverNote,
  SigmalineError,
  sourceSubject,
  stationSubject,
} from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';

type Names = Extract<keyof Handlers, `${'bypass' | 'handover'}.${string}`>;

/** What the status of a station says while these by-passes last. */
export function tellBypasses(station: FakeStation, bypasses: readonly LastingBypass[]): void {
  const others = station.status.conditions.filter(({ code }) => code !== 'bypass.active');
  const told = bypasses.map((bypass) => ({
    code: 'bypass.active' as const,
    details: { ...bypassDetails(bypass), since: bypass.began, until: bypass.until },
    subject: bypass.source === null ? stationSubject() : sourceSubject(bypass.source),
    severity: 'warning' as const,
    since: bypass.began,
  }));
  station.changeStatus({ bypasses: [...bypasses], conditions: [...others, ...told] });
}

/** A by-pass that began a minute ago. */
export function lastingBypass(changes: Partial<LastingBypass> = {}): LastingBypass {
  const began = Date.now() - 60_000;
  return {
    id: randomUUID(),
    source: null,
    reason: 'Camera or light is being cleaned',
    comment: null,
    began: new Date(began).toISOString(),
    until: new Date(began + 15 * 60_000).toISOString(),
    person: 'ada',
    name: 'Ada Lovelace',
    signature: null,
    ended: null,
    endedBy: null,
    endedEarly: false,
    parts: 12,
    remainingSeconds: 14 * 60,
    ...changes,
  };
}

/** By-passes and notes for the next shift of a fake station: what lasts and what nobody has read is what its status says. */
export function scriptedBypass(station: FakeStation): Pick<Handlers, Names> {
  const ended: LastingBypass[] = [];
  const notes = new Map<number, HandoverNote>();
  const allNotes = (): HandoverNote[] => {
    for (const { isDue: _, ...note } of station.status.handover) notes.set(note.id, notes.get(note.id) ?? note);
    return [...notes.values()].sort((one, other) => other.id - one.id);
  };
  const nobody = () => {
    const person = station.access.person;
    return { person: person?.signInId ?? null, name: person?.name ?? null };
  };
  return {
    'bypass.words': () => ({ ...station.settings.bypass, signs: station.access.station === 'protected' }),
    'bypass.begin': ({ source: id, minutes, signature: _, ...said }) => {
      const found = station.status.sources.find((source) => source.id === id);
      const source = found === undefined ? null : { id: found.id, name: found.name };
      const until = new Date(Date.now() + minutes * 60_000).toISOString();
      const times = { began: new Date().toISOString(), until, remainingSeconds: minutes * 60 };
      const begun = lastingBypass({ ...said, source, ...times, ...nobody(), parts: 0 });
      tellBypasses(station, [...station.status.bypasses, begun]);
      return begun;
    },
    'bypass.end': ({ id }) => {
      const lasting = station.status.bypasses.find((each) => each.id === id);
      if (lasting === undefined) throw new SigmalineError('bypass.over');
      const over = { ...lasting, ended: new Date().toISOString(), endedBy: nobody().name, endedEarly: true };
      ended.unshift(over);
      tellBypasses(
        station,
        station.status.bypasses.filter((each) => each !== lasting),
      );
      return over;
    },
    'bypass.list': () => [...station.status.bypasses.toReversed(), ...ended],
    'handover.write': ({ text }) => {
      const id = (allNotes()[0]?.id ?? 0) + 1;
      const note = { id, at: new Date().toISOString(), ...nobody(), text, read: null };
      notes.set(id, note);
      station.changeStatus({ handover: [...station.status.handover, { ...note, isDue: false }] });
      return note;
    },
    'handover.read': ({ id }) => {
      const note = allNotes().find((each) => each.id === id);
      if (note === undefined) throw new SigmalineError('handover.not-found', { note: id });
      const read = { ...note, read: { at: new Date().toISOString(), ...nobody() } };
      notes.set(id, read);
      station.changeStatus({ handover: station.status.handover.filter((each) => each.id !== id) });
      return read;
    },
    'handover.list': ({ limit }) => allNotes().slice(0, limit),
  };
}
