import {
  type Condition,
  type ErrorCode,
  recipeIdSchema,
  type Severity,
  sourceIdSchema,
  sourceSubject,
} from '../../shared/domain/index.ts';
import { samplePart } from './support/sampleParts.ts';
import { condition, ordinaryParts, watchedSource, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const CAMERA_1 = watchedSource();
const CAMERA_2 = watchedSource({
  id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c22'),
  name: 'Camera 2',
  folder: '/data/camera-2',
  recipeId: recipeIdSchema.parse('disc'),
});
const of = (source: typeof CAMERA_1): Condition['subject'] => sourceSubject(source);

/** Each with what is read from three metres, and a piece of its remedy. */
const CAUSES: readonly [ErrorCode, Condition['details'], Severity, string, RegExp][] = [
  ['folder.silent', { folder: '/data/camera-1' }, 'alarm', 'No images can be read', /share is connected/],
  ['lane.start', { reason: 'exit code 1' }, 'alarm', 'No lane is running', /check the log/],
  ['station.disk-full', { folder: '/data' }, 'alarm', 'Nothing can be recorded', /Free some space/],
  [
    'storage.read-only',
    { file: '/data/station.sqlite', reason: 'EROFS' },
    'alarm',
    'Nothing can be recorded',
    /writable/,
  ],
  ['recipe.corrupt', { recipe: 'ring', reason: 'EIO' }, 'alarm', 'The recipe cannot be used', /calibrate it again/],
  ['internal', { reason: 'a slip' }, 'alarm', 'The station has a fault', /Restart the station/],
  [
    'clock.jumped',
    { from: '2026-03-02T10:00:00.000Z', to: '2026-05-01T10:00:00.000Z' },
    'warning',
    'Do not rely on any verdict',
    /Check the date/,
  ],
  ['audit.broken', { fault: 'Entry 7 is missing.', more: '' }, 'alarm', 'Do not rely on any verdict', /Keep a copy/],
  [
    'station.backlog-stuck',
    { count: 80, seconds: 200 },
    'alarm',
    'Parts leave before they are judged',
    /Stop the line/,
  ],
];

test.describe('NOT INSPECTING', () => {
  test('covers the verdict whatever the cause, with reason, remedy and since when, and goes with it', async ({
    station,
    operator,
  }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(30, 'pass'));
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Pass');
    for (const [code, details, severity, headline, remedy] of CAUSES) {
      const subject = code.startsWith('folder.') || code.startsWith('recipe.') ? of(CAMERA_1) : undefined;
      station.changeStatus({ conditions: [condition(code, details, severity, subject)] });
      await expect(operator.verdict).toContainText(headline);
      await expect(operator.verdict).toContainText('Not inspecting');
      await expect(operator.verdict).toContainText(remedy);
      await expect(operator.verdict).toContainText(/Since .*, for 1 min/);
      await expect(operator.verdict).not.toContainText('Pass');
      const words = operator.verdict.locator('.panel > .inner > .words');
      expect(await words.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(1);
    }
    station.changeStatus({ conditions: [] });
    await expect(operator.verdict).toContainText('Pass');
    station.changeStatus({ sources: [] });
    await expect(operator.verdict).toContainText('No folder is watched');
  });

  test('covers the part of the camera that stands still, and leaves the part of another with a band that says so', async ({
    station,
    operator,
  }) => {
    station.status = { ...workingStatus(), sources: [CAMERA_1, CAMERA_2] };
    station.record(...ordinaryParts(30, 'pass'));
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Pass');
    station.changeStatus({
      conditions: [condition('folder.silent', { folder: CAMERA_1.folder }, 'alarm', of(CAMERA_1))],
    });
    await expect(operator.verdict).toContainText('Camera 1: No images can be read');
    await expect(operator.verdict).toContainText('Camera 2 inspects');
    const other = { sourceName: CAMERA_2.name, sourceId: CAMERA_2.id };
    station.deliver(samplePart({ number: 31, verdict: 'pass', changes: other }));
    await expect(operator.verdict.locator('.panel.pass')).toHaveClass(/current/);
    await expect(operator.verdict.getByRole('alert')).toContainText('Camera 1 does not inspect: No images can be read');
    station.changeStatus({ conditions: [condition('lane.start', { reason: 'exit code 1' }, 'alarm')] });
    await expect(operator.verdict).toContainText('Not inspecting');
    await expect(operator.verdict.locator('.panel.pass')).toHaveCount(0);
  });
});

test.describe('the part at the line', () => {
  test('is waited for once the last one has gone: that stays as what it is, small', async ({ station, operator }) => {
    station.status = { ...workingStatus(), sources: [watchedSource({ cycleSeconds: 3.4 })] };
    station.record(...ordinaryParts(30, 'pass'));
    await operator.open(station.url);
    await expect(operator.verdict.locator('.panel.pass')).toHaveClass(/current/);
    const due = new Date().toISOString();
    station.changeStatus({ sources: [watchedSource({ cycleSeconds: 3.4, waitingSince: due })] });
    await expect(operator.verdict).toContainText('Waiting for a part');
    await expect(operator.verdict).toContainText('One usually comes every 3.4 s.');
    await expect(operator.verdict).toContainText(/Last part\s+Pass · No\. 30/);
    await expect(operator.verdict.locator('.panel.pass')).toHaveCount(0);
    const height = (selector: string) =>
      operator.verdict.locator(selector).evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(await height('.last .verdict')).toBeLessThan((await height('.word')) / 2);
    // The status that says so comes after the part.
    station.deliver(samplePart({ number: 31, verdict: 'fail', recordedAt: new Date(Date.now() + 50) }));
    await expect(operator.verdict).toContainText('Set this part aside');
    await expect(operator.verdict).not.toContainText('Waiting');
  });

  test('has not come for too long: since when, that it counts, and in the sum of the shift', async ({
    station,
    operator,
  }) => {
    const last = new Date(Date.now() - 600_000);
    const since = last.toISOString();
    const quiet = { waitingSince: since, quietSince: since, downtime: { since, reason: 'nothing-arrived' } } as const;
    const shift = { ...workingStatus().shift, downtimeSeconds: 754 };
    station.status = { ...workingStatus(), shift, sources: [watchedSource(quiet)] };
    station.record(samplePart({ number: 1, verdict: 'pass', recordedAt: last }));
    await operator.open(station.url);
    await expect(operator.verdict).toContainText(`No part since ${last.toLocaleTimeString('en-GB')}`);
    await expect(operator.verdict).toContainText('Counted as downtime: 10 min');
    await expect(operator.page.getByRole('region', { name: 'This shift' })).toContainText('Downtime 12 min');
    await expect(operator.verdict.locator('.panel.pass')).toHaveCount(0);
  });
});

test.describe('a late verdict', () => {
  test('passes in the record and is told as late in the panel, the feed and under the image, with what that means', async ({
    station,
    operator,
  }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(30, 'pass'));
    await operator.open(station.url);
    await expect(operator.verdict.locator('.panel.pass')).toHaveClass(/current/);
    station.deliver(samplePart({ number: 31, verdict: 'pass', changes: { lateMs: 340 } }));
    await expect(operator.verdict).toContainText(/Late by 340\sms/);
    await expect(operator.verdict.locator('.panel.pass')).not.toHaveClass(/current/);
    await expect(operator.verdict).toContainText('too late: check where the part is');
    await expect(operator.row(31)).toContainText('Late');
    await expect(operator.row(31)).toHaveAccessibleName(/^Pass, No\. 31,.*Late, /);
    const stage = operator.page.getByRole('region', { name: 'Image of the part' });
    await expect(stage).toContainText(/Late by 340\sms: whatever waits for this verdict may have gone on without it/);
  });
});
