import type { recipeChangeTexts as English } from '../enRecipeChange.ts';
import type { Translated } from '../translation.ts';

/** In Japanese. */
export const recipeChangeTexts: Translated<typeof English> = {
  recipeChange: {
    title: 'レシピ',
    change: 'レシピを切り替える',
    noSource: 'ソースがまだありません',
    choose: (source) => `${source} のレシピ`,
    source: 'ソース',
    pickSource: 'レシピを変更するソースを選んでください。',
    recipes: '選べるレシピ',
    by: { name: 'ファイル名による', view: 'ビューによる' },
    now: '現在判定中',
    version: (version) => `バージョン ${version}`,
    close: 'レシピを変えない',
    means: (recipe, former) =>
      `これから届くワークは ${recipe} で判定します。すでに届いたものは引き続き ${former} で判定します。`,
    pick: '今ラインにある製品のレシピを選んでください。',
    to: (recipe) => `${recipe} に切り替える`,
    changing: '切り替え中…',
    none: '選べるレシピはほかにありません。技術者が校正し、設定で承認すると選べます。',
    signs: (source, former, recipe) => `${source}：${former} から ${recipe} へ`,
    notSeen: (recipe) => `${recipe} での最初のワークはまだ来ていません`,
    changed: (source, time, by) => `${source}、${time}、${by}切り替え`,
    first: (recipe, number) => `${recipe} での最初のワーク：No. ${number}`,
    ask: 'レシピと輪郭は正しいですか？',
    look: '見る',
    yes: 'はい、正しい',
    back: (recipe) => `${recipe} に戻す`,
    proposed: (recipe) => `ラインにあるのは ${recipe} ですか？`,
    proposedWhy: (source, number, score, limit) =>
      `${source}：このレシピなら No. ${number} は合格です（スコア ${score}、限界値 ${limit}）。`,
  },
};
