import type { reviewTexts as English } from '../enReview.ts';
import type { Translated } from '../translation.ts';

/** In Japanese. */
export const reviewTexts: Translated<typeof English> = {
  deciding: {
    region: 'このワークの処置',
    what: 'このワークを処置する',
    why: (decision) => `${decision}：理由は？`,
    back: '処置の選択に戻る',
    made: (number, said) => `No. ${number}：${said}`,
    signIn: 'サインインして処置',
    mayNot: 'あなたの役割では処置できません。権限のある人に依頼してください。',
    open: '処置する',
  },

  held: {
    band: (number) => `保留：No. ${number}`,
    alone: '後ろに待ちはありません',
    behind: (shown) => `後ろに ${shown} 個待ち`,
    failed: (shown) => `うち ${shown} 個が不合格`,
    goesOn: '検査は続きます。',
  },

  review: {
    navigation: '要確認',
    title: '確認待ちリスト',
    waiting: (shown) => `${shown} 個が処置待ち`,
    waitingSpoken: (shown) => `${shown} 件待ち`,
    empty: '処置待ちのワークはありません',
    emptyMeans: '合格でないワークは自動でここに来ます。',
    allClaimed: '待っているワークはすべて他の人が見ています',
    loading: '次のワークを読み込んでいます…',
    previous: '前のワーク',
    next: '次のワーク',
    record: '記録を開く',
    claim: (who, number) => `${who} が No. ${number} を見ています`,
    claimed: (who) => `${who} がこのワークを見ています。ここでは同時に処置しません。`,
    somebody: '別の画面',
    decidedElsewhere: '他の人がこのワークを処置しました。次へ進んでください。',
    keys: '← → 前と次 · 1～4 処置 · 1～9 理由 · Enter で不合格を確定',
    score: (score, limit) => `スコア ${score}、限界値 ${limit}`,
    facts: {
      title: 'わかっていること',
      serial: 'シリアル',
      lot: 'ロット',
      source: 'ソース',
      arrived: '到着',
      score: 'スコア',
      file: 'ファイル',
    },
  },

  scan: {
    torn: 'もう一度スキャンしてください。コードが途切れて届いたため、ワークは開かれていません。',
    unknown: (code) => `「${code}」というワークやロットはありません。`,
    failed: (code, sentence) => `「${code}」は検索されませんでした。${sentence}`,
    close: '閉じる',
  },

  thisScreen: {
    name: 'この画面の名前',
    nameHint: '確認待ちリストの他の人に見えます。例：「3 号ライン、左」。',
    keyboard: '画面キーボード',
    choices: {
      auto: '入力欄に触れたとき',
      always: 'すべての入力欄',
      never: '使わない：キーボードがある',
    },
    theme: {
      label: '配色',
      choices: { auto: 'PC の設定に従う', light: 'ライト', dark: 'ダーク', contrast: 'ハイコントラスト' },
      hints: {
        auto: '設定に応じてライト、ダーク、ハイコントラスト。',
        light: '明るい工場向け：反射が少なくなります。',
        dark: '暗い部屋向け。',
        contrast: '白黒、判定はカラー。',
      },
    },
    sound: {
      title: '音',
      volume: '音量',
      listen: '試聴',
      tryOut: (name) => `試聴：${name}`,
      names: { pass: '合格', review: '要確認', fail: '不合格', error: 'エラー', trouble: 'ステーションの異常' },
      hint: 'ブラウザーは、誰かがページに一度触れるまで音を許可しません。',
      on: '音はオンです。消音する',
      muted: '消音中です。オンにする',
      mutedShort: '消音',
      waiting: 'ブラウザーがまだ音を許可していません。画面に一度触れてください',
      waitingShort: '触れて音を出す',
    },
  },

  keyboard: {
    region: '画面キーボード',
    shift: '大文字',
    symbols: '?#1',
    letters: 'abc',
    space: 'スペース',
    back: '最後の文字を削除',
    enter: 'Enter',
    hide: 'キーボードを隠す',
  },
};
