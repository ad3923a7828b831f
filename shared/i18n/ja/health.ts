import type { healthTexts as English } from '../enHealth.ts';

export const healthTexts: typeof English = {
  healthSheet: {
    open: 'ステーションの状態を見る',
    well: 'すべて正常です。',
    wrong: (count) => `対応が必要なものが ${count} 件あります。`,
    groups: { line: 'ライン', judging: '判定', records: '記録', station: 'ステーション' },
    since: (time) => `${time} から`,
    source: {
      watching: '監視中',
      unreachable: 'アクセス不可',
      unready: '準備未完了',
      stopped: '検査していません',
      cycle: (seconds) => `${seconds}\u202f秒ごとに 1 個`,
      arrivals: (parts) => `毎分 ${parts} 個到着`,
    },
    lane: { starting: '起動中', idle: '準備完了', busy: '判定中', failed: '故障' },
    processor: {
      name: 'プロセッサー',
      offered: (providers) => `この PC の ONNX Runtime：${providers}`,
    },
    recipe: (id) => `レシピ ${id}`,
    disk: (size) => `全 ${size}`,
    backup: {
      none: 'まだありません',
      last: (time) => `最新：${time}`,
      sameDisk: '記録と同じディスク：故障すると両方失われます',
    },
    clock: { name: '時計', good: '異常なし', bad: 'ずれの疑い' },
    chain: { name: '監査証跡', good: '既知の異常なし', bad: '確認してください' },
    runs: '稼働中',
    version: (version) => `バージョン ${version}`,
  },
};
