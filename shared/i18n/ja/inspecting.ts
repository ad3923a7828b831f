import type { inspectingTexts as English } from '../enInspecting.ts';
import type { Translated } from '../translation.ts';

/** In Japanese. */
export const inspectingTexts: Translated<typeof English> = {
  notInspecting: {
    word: '検査していません',
    headline: {
      'source-unreachable': '画像を読み取れません',
      'no-lane': 'レーンが動いていません',
      'no-recipe': 'レシピを使用できません',
      'not-recordable': '記録できません',
      fault: 'ステーションに障害があります',
      bypass: 'バイパス：ワークは検査なしで流れます',
      behind: 'ワークが判定前に流れています',
      doubt: 'どの判定も信用しないでください',
    },
    of: (source, headline) => `${source}: ${headline}`,
    noConnection: 'ステーションに接続していません',
    noSource: '監視フォルダーがありません',
    noSourceRemedy: '設定でソースを追加してください。それまでワークは検査されません。',
    since: (time, duration) => `${time} から、${duration}`,
    doubtful: 'ワークの判定は続いています。',
    others: (names) => `${names} は検査中です。`,
    stage: 'ワークは検査されていません。',
    band: (source, headline) => `${source} は検査していません：${headline}`,
  },
  lineWaits: {
    word: '準備完了',
    quietWord: '待機中',
    sentence: 'ワーク待ち',
    judging: '次のワークを判定中です',
    judgingWord: '判定中',
    cycle: (seconds) => `通常 ${seconds} 秒ごとに届きます。`,
    nothing: (time) => `${time} 以降、ワークなし`,
    nothingAction: 'ラインが動いていれば、ワークは判定なしで流れています：カメラを確認してください。',
    downtime: (duration) => `停止時間に計上：${duration}。`,
    lastPart: '直近のワーク',
  },
  lateness: {
    label: (time) => `${time} 遅延`,
    short: '遅延',
    action: '限界値以内ですが遅すぎます：ワークの所在を確認してください',
    meaning: (time) => `${time} 遅延：この判定を待つ装置が先に進んだ可能性があります。ワークの所在を確認してください。`,
    fact: '遅延',
  },
  downtimeOfShift: (duration) => `停止 ${duration}`,
};
