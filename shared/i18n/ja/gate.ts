import type { gateTexts as English } from '../enGate.ts';
import type { Translated } from '../translation.ts';

/** In Japanese. */
export const gateTexts: Translated<typeof English> = {
  gate: {
    title: '画質チェック',
    hint: '各画像の露出、色、コントラスト、鮮明さ、サイズ、位置を良品画像と比較します。範囲外のものは決して合格になりません。',
    action: 'その範囲外の画像は',
    actions: {
      review: { label: '要確認とする', hint: '人がワークを見ます。通常の設定です。' },
      error: { label: 'エラーとする', hint: '判定しません。画像を撮り直す必要があります。' },
      off: {
        label: 'ほかと同じように判定する',
        hint: '画像が変わったことは、ソースの状態にだけ表示されます。',
      },
    },
    tolerance: '良品画像からの許容幅',
    tolerances: { narrow: '半分', usual: '通常', wide: '2 倍', widest: '4 倍' },
    toleranceOther: (times) => `${times} 倍`,
    toleranceHint: '通常の幅では、良品画像約 150 枚に 1 枚が外れます。範囲が良品画像より狭くなることはありません。',
    ranges: 'チェックを通る範囲',
    rangesHint: (count) => `良品画像 ${count} 枚による。左右は各測定値が両端の画像です。`,
    unknown: 'レシピのフィット後に範囲が表示されます。',
    earlier: 'このバージョンは画質チェックより前のものです。すべての画像を通します。',
    reading: '範囲を読み込んでいます…',
    close: 'フィットに戻る',
    fitAgain:
      'フィット済みのバージョンは別のチェックです。もう一度フィットすると、新しいバージョンがこのチェックになります。',
    size: 'サイズ',
    anySize: '任意：良品画像のサイズはさまざまでした',
    good: (low, high) => `良品 ${low}～${high}`,
    passes: (low, high) =>
      low === null ? `${high} まで通過` : high === null ? `${low} 以上で通過` : `${low}～${high} で通過`,
    lowest: (name, file) => `${name}が最低：${file}`,
    highest: (name, file) => `${name}が最高：${file}`,
  },

  measures: {
    what: '表示する内容',
    results: '結果',
    images: '画像',
    source: 'ソース',
    measure: '測定項目',
    chart: (name, recipe) => `画像の${name}、${recipe}`,
    mean: '平均',
    low: '画質チェックの下限',
    high: '画質チェックの上限',
    none: '最近測定された画像はありません。',
    leaving: (name, now, bound, days) =>
      `${name}が良品画像の範囲から外れつつあります。現在 ${now}、このペースでは約 ${days} 日で ${bound} に達します。`,
  },
};
