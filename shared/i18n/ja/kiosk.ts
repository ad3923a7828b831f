import type { kioskTexts as English } from '../enKiosk.ts';
import type { Translated } from '../translation.ts';

/** In Japanese. */
export const kioskTexts: Translated<typeof English> = {
  board: {
    region: 'ボード',
    inspected: '検査数',
    firstPass: '直行率',
    well: 'ステーションは正常です',
    more: (count) => `ほか ${count} 件`,
  },
  screen: {
    title: 'この画面',
    hint: '目の前の画面だけの設定です。',
    whole: '全画面にする',
    window: '全画面を終了',
    awake: {
      off: 'ページが全画面の間、画面は消灯しません。',
      on: '画面は消灯しません。',
      refused: 'このブラウザーは画面の点灯を保てません。PC の設定でスクリーンセーバーを切ってください。',
    },
    board: '2 台目の画面用ボード',
    boardHint: '判定、カウンター、状態のみ。操作はありません。',
    openBoard: 'ボードを開く',
    kiosk: 'キオスク',
    kioskHint: 'ステーションが画面を占有し、技術者だけが終了できます。',
    desktop: 'デスクトップを表示',
    desktopTitle: 'デスクトップを表示しますか？',
    desktopSentence: '検査は続きます。キオスクに戻るには Sigmaline をもう一度起動します。',
    end: 'Sigmaline を終了',
    endTitle: 'Sigmaline を終了しますか？',
    endSentence: '検査が止まります。その間に届いた画像は次の起動時に判定されます。',
    cancel: '続ける',
  },
};
