import type { recipeChangeTexts as English } from '../enRecipeChange.ts';
import type { Translated } from '../translation.ts';

/** In simplified Chinese. */
export const recipeChangeTexts: Translated<typeof English> = {
  recipeChange: {
    title: '配方',
    change: '更换配方',
    noSource: '尚无图像源',
    choose: (source) => `${source} 的配方`,
    source: '图像源',
    pickSource: '请选择要更换配方的图像源。',
    recipes: '可用于判定的配方',
    by: { name: '按文件名', view: '按视图' },
    now: '正在判定',
    version: (version) => `版本 ${version}`,
    close: '保持配方不变',
    means: (recipe, former) => `从现在起，到达的每个工件都按 ${recipe} 判定。已经到达的仍按 ${former} 判定。`,
    pick: '请选择产线上现有产品的配方。',
    to: (recipe) => `更换为 ${recipe}`,
    changing: '正在更换……',
    none: '没有其他配方可用于判定。请由工程师校准一个，并在设置中批准。',
    signs: (source, former, recipe) => `${source}：从 ${former} 更换为 ${recipe}`,
    notSeen: (recipe) => `尚未见到按 ${recipe} 判定的首件`,
    changed: (source, time, by) => `${source}，${by} 于 ${time} 更换`,
    first: (recipe, number) => `按 ${recipe} 判定的首件：第 ${number} 号`,
    ask: '配方和轮廓都正确吗？',
    look: '查看',
    yes: '是，正确',
    back: (recipe) => `换回 ${recipe}`,
    proposed: (recipe) => `产线上是 ${recipe} 吗？`,
    proposedWhy: (source, number, score, limit) =>
      `${source}：若按它判定，第 ${number} 号会合格（分数 ${score}，限值 ${limit}）。`,
  },
};
