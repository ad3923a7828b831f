import type { Catalogue, Texts } from '../en.ts';
import { runsOnCpu } from '../executionReasons.ts';
import { auditTexts } from './audit.ts';
import { benchTexts } from './bench.ts';
import { bypassTexts } from './bypass.ts';
import { comparisonTexts } from './comparisons.ts';
import { connectionTexts } from './connections.ts';
import { japaneseErrors } from './errors.ts';
import { exportTexts } from './exports.ts';
import { fittingTexts } from './fitting.ts';
import { gateTexts } from './gate.ts';
import { healthTexts } from './health.ts';
import { inspectingTexts } from './inspecting.ts';
import { keepingTexts } from './keeping.ts';
import { kioskTexts } from './kiosk.ts';
import { peopleTexts } from './people.ts';
import { recipeChangeTexts } from './recipeChange.ts';
import { recordTexts } from './records.ts';
import { reportTexts } from './report.ts';
import { reviewTexts } from './review.ts';
import { setupTexts } from './setup.ts';
import { shiftTexts } from './shift.ts';
import { testSetTexts } from './testSets.ts';
import { versionTexts } from './versions.ts';

/** Every text that the interface shows, in Japanese. */
const texts: Texts = {
  locale: 'ja-JP',
  product: 'Sigmaline',
  colon: '：',
  comma: '、',
  semicolon: '；',
  fullStop: '。',
  quoted: (text) => `「${text}」`,
  by: (who) => {
    if (who === null || who === 'open station') return '未保護ステーションの誰かによる';
    if (who === 'command line') return 'コマンドラインによる';
    return who === 'station' ? 'ステーションによる' : `${who} による`;
  },

  navigation: {
    label: '画面',
    inspection: '検査',
    records: '記録',
    setup: '設定',
  },

  language: {
    label: '言語',
    automatic: (name) => `自動：${name}`,
  },

  verdict: {
    word: { pass: '合格', review: '要確認', fail: '不合格', error: 'エラー' },
    action: {
      pass: '限界値以内',
      review: 'このワークを目視確認してください',
      fail: 'このワークを取り除いてください',
      error: '未判定：このワークを目視確認してください',
    },
    region: '判定',
    score: 'スコア',
    limit: '限界値',
    draft: '下書き',
    part: (number) => `No. ${number}`,
    late: (since) => `遅延：${since} の画像`,
    spoken: (word, number, score, limit) => `${word}。番号 ${number}。スコア ${score}、限界値 ${limit}。`,
    spokenDraft: (word, number, score) => `${word}。番号 ${number}。スコア ${score}。レシピは限界値のない下書きです。`,
    spokenWithoutScore: (word, number) => `${word}。番号 ${number}。`,
  },

  age: {
    justNow: 'たった今',
    seconds: (count) => `${count} 秒前`,
    minutes: (count) => `${count} 分前`,
    hours: (count) => `${count} 時間前`,
    days: (count) => `${count} 日前`,
  },
  duration: {
    seconds: (count) => `${count} 秒`,
    minutes: (count) => `${count} 分`,
    hours: (count) => `${count} 時間`,
  },

  waiting: {
    word: '準備完了',
    sentence: '最初のワークを待っています',
    watching: (folder) => `カメラが ${folder} に書き込む画像は、ここに自動で表示されます。`,
    watchingSeveral: (count) => `${count} 個のフォルダーを監視中です。次の画像はここに自動で表示されます。`,
    preparing: '準備中',
    preparingDemo: 'サンプル製品を校正しています',
    preparingSentence: '良品だけを使います。その後、デモラインが最初のワークを送ります。',
    starting: 'デモラインを起動しています。まもなく最初のワークが届きます。',
    stage: 'ワークの画像がここに表示されます。',
    feed: 'ワークはまだありません',
  },

  connection: {
    connecting: '接続中',
    connectingSentence: 'ステーションに接続しています…',
    lostSentence: '現在有効な判定はありません。この画面でワークを合格にしないでください。',
    lostSince: (time, duration) => `${time} に切断、${duration}経過。再試行中…`,
    lostRemedy: '続く場合は、ステーションが動作しているか確認し、ステーションが示すアドレスを開き直してください。',
    reading: '最近のワークを読み込んでいます…',
  },

  looking: {
    band: (number, time) => `${time} の No. ${number} を表示中`,
    notLive: '現在のワークではありません',
    notCurrent: '現在のワークではない',
    back: 'ライブに戻る',
    newSince: (count) => `その後 ${count} 個のワークが到着`,
    live: 'ライブ',
    returns: (seconds) => `${seconds} 秒後にライブに戻ります`,
  },

  stage: {
    region: 'ワークの画像',
    image: (number, file) => `No. ${number} の画像：${file}`,
    noImage: 'この画像は表示できません。',
    loading: '画像を読み込んでいます…',
    standIn: 'サムネイルのみ：元の画像がありません。',
    why: (place, score, limit) => `${place}：${score}、限界値 ${limit}`,
    places: ['左上', '上', '右上', '左', '中央', '右', '左下', '下', '右下'],
    beside: '代表的な良品と並べて比較',
    blink: '代表的な良品と交互に表示して比較',
    besideTypical: '右：代表的な良品',
    peakLabel: (score) => `最も異常な箇所、${score}`,
    addsMost: (score) => `最大の寄与、${score}`,
    addsMostLabel: (score) => `ワークの異常に最も寄与する箇所、${score}`,
  },

  heatmap: {
    title: 'ヒートマップ',
    opacity: '不透明度',
    legend: '各箇所の異常度（良品の σ 単位）',
  },

  gauge: {
    title: 'スコア',
    description: (score, limit, position) => `スコア ${score}、限界値 ${limit}：${position}。良品は 0 付近です。`,
    below: (distance) => `限界値を ${distance} 下回る`,
    above: (distance) => `限界値を ${distance} 上回る`,
    at: '限界値ちょうど',
    good: '典型的な良品',
    limit: (value) => `限界値 ${value}`,
    review: (value) => `要確認 ${value}`,
    none: 'このワークにはスコアがありません。',
    draft: '下書き、限界値なし',
    draftDescription: (score) => `スコア ${score}。レシピは限界値のない下書きです。良品は 0 付近です。`,
    history: (count) => `このレシピの直近 ${count} 個`,
    historyLabel: (count) => `直近 ${count} 個のスコア`,
    againstLimit: (history) => `${history}と限界値の比較`,
  },

  facts: {
    recipeVersion: (recipe, version) => `${recipe}、バージョン ${version}`,
    asUnusual: (thousandths) => `良品 1,000 個中 ${thousandths} 個が同程度に異常`,
    noneAsUnusual: (good) => `良品 ${good} 個のどれもこれほど異常ではない`,
    named: {
      serial: (serial) => `シリアル ${serial}`,
      lot: (lot) => `ロット ${lot}`,
      view: (view) => view,
    },
    sameContentAs: (number) => `No. ${number} と同じ画像`,
    followsError: (number) => `エラー No. ${number} の後に完了`,
  },

  shift: {
    title: 'このシフト',
    mixed: '全レシピ合計',
    late: (count) => `${count} 個が期限超過`,
    since: (time) => `${time} から`,
    firstPass: '直行率',
    final: '最終良品率',
    noYield: '–',
  },

  feed: {
    title: '最近のワーク',
    label: '最近のワーク、新しい順。矢印キーでワークを表示、Escape でライブに戻ります。',
    loading: '読み込み中…',
    option: (word, number, serial, score, time) =>
      `${word}、No. ${number}、${serial === null ? '' : `${serial}、`}${score}、${time}`,
    noScore: 'スコアなし',
    toNewest: '最新へ',
    show: '一覧に表示するワーク',
    all: 'すべて',
    notPassed: '合格以外',
    hidden: (count) => `${count} 件を非表示`,
    hiddenOf: (count, of) => `最近 ${of} 件のうち ${count} 件を非表示`,
    none: '表示するものはありません',
  },

  health: {
    title: 'ステーションの状態',
    unknown: '不明',
    ok: '正常',
    attention: '注意',
    trouble: '異常',
    readAll: 'すべて表示',
    more: (count) => `ほか ${count} 件`,
    close: '閉じる',
    connection: {
      name: '接続',
      open: '接続済み',
      connecting: '接続中',
      lost: '切断',
      remedy: 'ステーションとの接続が切れました。Sigmaline は再試行を続けます。',
    },
    source: {
      name: 'ソース',
      none: 'なし',
      noneRemedy: '監視しているフォルダーがないため、ワークは検査されません。設定でソースを追加してください。',
      watching: (name) => name,
      watchingSeveral: (count) => `${count} 個を監視`,
      unreachable: 'アクセス不可',
      unready: '準備未完了',
      foreign: '製品違い？',
      fails: '不合格が多い',
      changed: 'ワークが変化',
      errors: 'エラーが多い',
      differ: '画像が異なる',
      leaving: '画像が変動中',
      late: '判定が遅い',
      holds: (parts, isLeast) => `能力 ${parts}${isLeast ? '+' : ''}/分`,
      within: (time) => `99\u202f% が ${time} 以内`,
      several: (count, total) => `${total} 個中 ${count} 個が異常`,
      bypassed: (count, total) => (total === 1 ? 'バイパス' : `${total} 個中 ${count} 個がバイパス`),
      unreachableRemedy: (name, folder) =>
        `${name} のフォルダー（${folder}）を読み取れません。カメラの PC の電源と共有の接続を確認してください。`,
      unreadyRemedy: (name) => `${name} のレシピは使用できません。設定で校正し直してください。`,
    },
    backlog: {
      name: '滞留',
      none: '待ちなし',
      waiting: (count, age) => `${count} 件待ち、最古\u00a0${age.replaceAll(' ', '\u00a0')}`,
      load: (share) => `負荷 ${share}`,
      waitingUnknown: (count) => `${count} 件待ち`,
      slowRemedy: (count, age) =>
        `${count} 枚の画像が判定待ちで、最も古いものは ${age}経過しています。増え続ける場合はラインを減速してください。`,
      stuckRemedy: (count, age) =>
        `${count} 枚の画像が判定待ちで、最も古いものは ${age}経過しています。ラインを止めて技術者を呼んでください。ワークが判定なしで流れています。`,
    },
    lane: {
      name: 'レーン',
      none: 'なし',
      ready: '準備完了',
      readySeveral: (count) => `${count} 個準備完了`,
      busy: '判定中',
      readyOnGraphics: '準備完了（GPU）',
      busyOnGraphics: 'GPU で判定中',
      starting: '起動中',
      failed: '故障',
      someFailed: (count, total) => `${total} 個中 ${count} 個が故障`,
      failedRemedy:
        '検査プロセスが動いていないため、ワークは判定されません。ステーションを再起動してください。再発する場合はログを添えて報告してください。',
      someFailedRemedy: (count, total) =>
        `検査プロセス ${total} 個中 ${count} 個が故障しました。検査は遅くなりますが続きます。次の休止時にステーションを再起動してください。`,
    },
    disk: {
      name: 'ディスク',
      free: (size) => `空き ${size}`,
      low: (size) => `残り ${size}`,
      files: (count) => `${count} ファイル`,
      full: '満杯',
      readOnly: '読み取り専用',
      failing: '障害',
    },
    warning: { name: '通知' },
    clock: { name: '時計' },
    backup: 'バックアップ',
    answers: {
      'notice.acknowledge': '確認',
      'condition.read': '確認',
      'clock.confirm': '時計は正しい',
    },
    noticed: (time) => `${time} の通知`,
  },

  welcome: {
    title: '良品だけで十分です。',
    sentence:
      'Sigmaline は良品の見え方を学習し、異なるものを見つけます。まだ何も設定されていません。始め方を選んでください。',
    curve: '良品のスコアはゼロ付近、その右に限界値、その先に欠陥',
    demoTitle: 'デモラインで試す',
    demoSentence:
      'この PC でサンプル製品を校正し、模擬カメラが良品と不良品を送ります。1 分以内に最初の判定が出ます。インストールも設定も不要です。',
    demoButton: 'デモラインを開始',
    demoStarting: '起動中…',
    ownTitle: '自分のラインを設定',
    ownSteps: [
      '良品の画像を集めます：20 枚で始められ、100 枚あればより確実です。',
      'そのフォルダーからレシピを校正します。欠陥もラベルも不要です。',
      'カメラが書き込むフォルダーを選びます。',
    ],
    ownButton: '設定を開く',
  },

  lanes: {
    title: 'レーン',
    hint: '画像を判定するプロセスと、使用する CPU や GPU。',
    name: (id) => `レーン ${id}`,
    failed: '起動できません',
    judgesOn: (provider) => {
      if (provider === null) return '起動中';
      return runsOnCpu(provider) ? 'CPU で判定' : 'GPU で判定';
    },
    memory: (size) => `メモリ ${size}`,
    split: (goal, lanes, threads, cores) => {
      const each = lanes === 1 ? '' : '各 ';
      const why = goal === 'latency' ? '判定までの時間を最短にするため' : '毎分の判定数を最大にするため';
      return `${why}、${cores} コアで ${lanes} レーン（${each}${threads} スレッド）を動かします。`;
    },
    load: (share, minutes) => `直近 ${minutes} 分のワークはレーンの能力の ${share} を必要とします。`,
    retryHint:
      'チェックに不合格の GPU は、再チェックするまで使われません。先に原因を取り除いてください。チェック中も検査は続きます。',
    retry: '再試行',
    retried: 'バックグラウンドでチェックしています。',
  },

  ...inspectingTexts,
  ...shiftTexts,
  ...healthTexts,
  ...bypassTexts,
  ...auditTexts,
  ...exportTexts,
  ...connectionTexts,
  ...gateTexts,
  reports: reportTexts.screen,
  ...recipeChangeTexts,
  ...recordTexts,
  ...reviewTexts,
  ...comparisonTexts,
  ...testSetTexts,
  versions: versionTexts,
  ...fittingTexts,
  ...keepingTexts,
  ...kioskTexts,
  ...benchTexts,
  ...peopleTexts,
  ...setupTexts,
};

export const japanese: Catalogue = { texts, errors: japaneseErrors, reports: reportTexts };
