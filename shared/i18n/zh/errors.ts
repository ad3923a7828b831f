import { accessNames } from '../accessErrors.ts';
import type { ErrorLanguage } from '../errors.ts';
import { chineseAuditFaults } from './auditFaults.ts';
import { chineseConnectionSentences } from './connectionErrors.ts';
import { chineseExecutionReasons } from './executionReasons.ts';
import { peopleTexts } from './people.ts';
import { chineseListWords, chineseReasons } from './reasons.ts';

/** The sentence of every error code, in simplified Chinese. */
export const chineseErrors: ErrorLanguage = {
  locale: 'zh-CN',
  onDay: (clock, day) => `${day} ${clock}`,
  unknown: (name) => `（${name} 未知）`,
  sentences: {
    'access.open': '此检测站是开放的：尚无人员，而此操作需要人员。请选择“保护此检测站”并创建首位管理员。',
    'access.protected': '此检测站已受保护。请以管理员身份登录以添加人员。',
    'access.station-stopped': '此检测站受保护，因此须有人登录。请启动检测站，并用 --as 说明身份。',
    'access.signed-out': '此处无人登录，或因长时间无操作已自动退出。未执行任何操作。请登录后重试。',
    'access.refused': '登录名或密码不正确。未执行任何操作。请重试，或询问管理员。',
    'access.locked': '此登录名因密码错误过多被锁定，还剩 {minutes} 分钟。检测继续进行。请等待，或请管理员解锁。',
    'access.too-often': '此处的密码错误过多，或同时登录的人过多。请在 {seconds} 秒后重试。',
    'access.deactivated': '此人员已停用，无法登录。请询问管理员。',
    'access.change-due': '须先更改 PIN 或密码才能进行其他操作：他人知道它，或它已过期。请设置新的。',
    'access.secret-due': '本检测站每次操作都要求 PIN。未执行任何操作。请输入 PIN 后重试。',
    'access.no-right': '本检测站的策略未授予您的角色此权限（{right}）。请找有权限的人，或请管理员更改策略。',
    ...accessNames(peopleTexts),
    'role.or': '{first}或{second}',
    'access.pin-rule': 'PIN 为 4 到 8 位数字。请另选一个。',
    'access.password-rule': '密码至少 {shortest} 个、最多 256 个字符。请另选一个；几个词的组合容易记住。',
    'access.secret-used': '此 PIN 或密码近期用过。请选择与最近 {count} 个不同的。',
    'access.secret-obvious': '此 PIN 或密码太容易猜到：重复同一字符、顺序递增或递减，或与登录名相同。请另选一个。',

    'person.not-found': '没有登录名为 {person} 的人员。',
    'person.id-taken': '登录名 {person} 已被占用，可能属于已停用的人员。登录名绝不转给他人；请另选一个。',
    'person.badge-taken': '此工牌属于 {person}。请先从该人员处取消。',
    'person.last-administrator': '{person} 是最后一位管理员。请先将他人设为管理员：否则将无人能管理人员。',

    'signature.needed': '此操作需要签名：请提供密码、含义和原因。',
    'signature.both': '登录后的首次签名需要登录名和密码；之后只需密码。',
    'signature.secret-due': '您上次签名时间过久，不能免密签名。未签名。请再次提供密码。',
    'signature.other-person': '签名并非来自此处登录的 {person}。未签名。请以签名者身份登录。',

    'station.not-protected':
      '无法在 {address} 上提供检测站：它是开放的，网络中任何人都能更改它。请先用“保护此检测站”或 sigmaline people add 保护它。',
    'station.tls-needed':
      '没有 TLS 时无法在 {address} 上提供检测站：密码会以明文经过网络。请给出 --tls-certificate 和 --tls-key，或 --tls-self-signed。',
    'station.tls': 'TLS 证书无法使用：{reason}。请给出证书及其自己的密钥，均为 PEM 文件。',

    'audit.no-entry': '审计链没有条目 {sequence}。',
    'audit.no-key': '无法签署检查点。{problem}',
    'audit.no-head':
      '无法签署检查点：缺少用于计算审计链链头的内容（{reason}）。检测站继续检测和记录。请立即验证审计链，保留数据文件夹的副本，并查明谁访问过它。',
    'audit.key-missing':
      '用于签署审计链检查点的密钥 {file} 缺失。检测站继续检测和记录；检查点等待。请从副本恢复该文件，或请管理员生成新密钥。',
    'audit.key-unreadable':
      '用于签署审计链检查点的密钥 {file} 无法读取（{reason}）。检测站继续检测和记录；检查点等待。请检查文件权限或从副本恢复，或请管理员生成新密钥。',
    'audit.key-sealed':
      '用于签署审计链检查点的密钥 {file} 由只有本机 Sigmaline 应用才有的密钥封存，而检测站未通过该应用启动。检查点等待，直到该应用再次运行检测站。',
    'audit.key-foreign':
      '文件 {file} 中的密钥与审计链所指的不同。检测站继续检测和记录；检查点等待。请从副本恢复正确的文件，或请管理员生成新密钥。',
    'audit.broken':
      '审计链未通过验证：{fault}{more}记录保持不变，工件照常判定和记录。请保留数据文件夹的副本，查明谁访问过它，并签名确认知悉。',
    'audit.broken-acknowledged': '审计链未通过验证：{fault}{more}{by} 已于 {at} 确认知悉。',
    'audit.fault': '{text}',
    'audit.more-faults': '其他问题：{count} 处。',
    'audit.not-broken': '无需确认：上次验证结果显示审计链完好。',
    'audit.verifier-crashed': '审计链的验证未完成（{reason}）。请重新启动。',
    'audit.checkpoint-folder':
      '审计链的检查点无法写入 {folder}（{reason}）。请检查共享文件夹或 U 盘是否已连接且可写。Sigmaline 会不断重试。',
    'audit.checkpoint-relative':
      '检查点文件夹必须是完整路径，例如 /media/stick 或 D:\\checkpoints；{folder} 不是。未作更改。',
    'audit.checkpoint-in-data':
      '检查点文件夹 {folder} 位于检测站的数据文件夹中或包含它：能更改记录的人也能更改检查点。请选择共享文件夹或 U 盘。',
    'audit.review-due': '审计链的审阅已于 {since} 到期，尚未完成。由质量人员或管理员查看条目并签署结果。',
    'audit.period': '时段的结束早于开始，或尚未结束。请选择已结束的时段。',

    'audit.unreadable': '数据库 {file} 已损坏（{reason}）。请使用其备份；sigmaline verify 会说明问题所在。',
    'proof.no-chain': '数据库没有审计链，因此无法为记录 {record} 提供证明。请让此版本的 Sigmaline 打开一次检测站。',
    'proof.no-record': '数据库中没有记录 {record}。请从记录本身或导出文件复制标识。',
    'proof.no-entry': '记录 {record} 尚未进入审计链：检测站在运行中会补录较早的记录。请稍后重试。',
    'proof.no-checkpoint': '尚无检查点覆盖记录 {record}。请在检测站创建一个，然后重试。',

    'bypass.active': '检测已关闭：{source}，操作人 {who}（{why}）。工件未经检测离开：旁路结束前请人工检查。',
    'bypass.not-inspected': '未检测：{who} 关闭了检测（{source}：{why}）。请人工检查工件，或重新判定其图像。',
    'bypass.already': '检测已处于关闭状态（{source}），操作人 {who}：{why}。请先结束该旁路，再开始新的。',
    'bypass.too-long': '检测最多可关闭 {most} 分钟。请选择更短的时间；最长时间由工程师在检测站设置中规定。',
    'bypass.unknown-reason': '原因“{reason}”已不在本检测站的列表中。请另选一个。',
    'bypass.over': '此旁路已结束。请先再看一下屏幕，再作其他操作。',
    'bypass.all-sources': '所有图像源',
    'bypass.somebody': '某人（开放检测站）',

    'handover.not-found': '没有编号为 {note} 的留言。请再次查看留言。',
    'handover.read-already': '编号为 {note} 的留言已有人阅读。请再次查看留言。',
    'handover.own': '此留言由您在本班次写下：是给下一班的。须由他人或下一班确认已读。',
    'handover.too-many': '有 {count} 条留言未读。请先阅读，再写新留言，以免遗漏。',

    'bench.not-found': '此校准已不存在。请新建一个。',
    'bench.changed-meanwhile': '此校准同时在别处被更改，因此未作更改。请再次查看并重复您的操作。',
    'bench.fitting': '此校准正在拟合。请等待完成，或取消。',
    'bench.too-many': '一次校准最多 {most} 张图像。请移出一些，或选择较小的文件夹。',
    'bench.upload': '无法接收文件 {file}（{reason}）。请重新拖放。',
    'bench.examining': '无法检查图像（{reason}）。正在重试。',
    'bench.damaged': '无法读取一个进行中的校准（{reason}）。其文件已移到 {folder}；未删除任何内容。请重新开始。',
    'bench.waiting': '仍在检查 {count} 张图像。请稍候再重新拟合。',
    'bench.images-gone': '{count} 张图像已不在原处，其中包括 {file}。请移出或放回，然后重新拟合。',
    'bench.survey-failed': '无法叠加图像（{reason}）。请重试。',
    'bench.duplicate': '与 {other} 相同的图像：只计一次。',
    'bench.near-duplicate': '与 {other} 几乎相同的图像：作用不大。',
    'bench.blurred': '不如其他图像清晰。',
    'bench.darker': '比其他图像暗。',
    'bench.brighter': '比其他图像亮。',
    'bench.other-size': '大小与其他不同：{found}，而非 {usual}。',
    'bench.other-position': '工件位置与其他图像不同。',

    'comparison.not-found': '此比较已不存在。请重新列出比较。',
    'comparison.same': '{recipe} 的版本 {version} 将与自身比较。请另选版本。',
    'comparison.running': '已有此类比较在进行。请等待结束，或停止它。',
    'comparison.nothing': '无可比较：没有符合条件的 {recipe} 版本 {version} 的存储检测。请选择更长时间或其他筛选。',
    'comparison.images-gone': '图像均已不在。请选择图像仍保留的检测，或延长图像保留时间（设置中的“数据保留”）。',

    'export.failed': '无法写入导出文件 {file}（{reason}）。请检查文件夹和可用空间。',
    'export.too-many': '已有 {count} 个导出在等待。请等待，或取消无人需要的。',
    'export.no-room':
      '导出约需 {needed} MB，而 {folder} 所在磁盘可用 {free} MB。未写入任何内容；请腾出空间，或减少导出的记录，或不导出图像。',
    'export.crashed': '导出进程意外结束（{reason}）。未保留任何内容；请重新导出。',
    'export.cancelled': '导出已取消。未保留任何内容。',
    'export.interrupted': '检测站在写入导出文件时被停止。未保留任何内容；请重新导出。',
    'export.folder': '计划导出（{span}）无法写入 {folder}（{reason}）。请检查文件夹；Sigmaline 会不断重试，不会遗漏。',
    'export.kind': '无法写为 {file}。请使用以 {endings} 结尾的名称。',

    'image.removed': '第 {number} 号的此文件已由规则“{rule}”删除（审计链条目 {entry}）。记录保留。',
    'keeping.clock': '时钟存疑期间不删除任何内容。请检查日期和时间，或确认时钟正确。',
    'keeping.not-looked': '无法查看文件（{reason}）。未删除任何内容；请重试。',
    'keeping.failed': '无法执行数据保留规则。{problem}Sigmaline 明天重试；在此之前磁盘可能被填满。',
    'keeping.not-removed':
      '数据保留规则无法删除 {count} 个文件，其中包括 {file}（{reason}）。请检查文件夹权限；Sigmaline 明天重试。',
    'keeping.no-rule':
      '数据文件夹 {folder} 所在磁盘将满，而没有规则删除任何内容。请在设置的“数据保留”中为图像、异常图或缩略图添加规则，或为检测站换更大的磁盘。',
    'hold.in-force': '已处于冻结状态。未作更改。',
    'hold.not-in-force': '此冻结已解除，或从未设置。未作更改。',
    'restore.no-backup': '备份 {backup} 已不存在。请另选一个；重新列出即可查看现有备份。',
    'restore.folder': '未恢复任何内容：{folder} {reason}。请输入数据文件夹之外的新文件夹的完整路径。',
    'restore.crashed': '无法查看或恢复备份（{reason}）。未作更改；请重试。',
    'restore.not-intact':
      '未恢复任何内容：备份 {backup} 的审计链未通过验证（{reason}）。请选择更早的备份，并保留此备份供检查。',
    'station.restored':
      '本检测站已从 {backupAt} 的备份恢复，其最后一条记录为第 {last} 号。之后记录、处置和更改的内容不在其中：{lacks}。下一条记录为第 {next} 号。',
    'diagnostics.failed':
      '无法写入技术支持诊断包（{reason}）。请检查可用空间；检测站做不到时可用命令行：sigmaline diagnostics --out FILE.zip。',

    'source.images-differ':
      '来自 {source} 的图像已变化。{difference}请检查相机、其设置和光源；若变化是有意的，请重新校准配方。最新的此类图像是 {file}。',
    'source.fails-unlikely':
      '{source} 最近 {count} 个工件中有 {failed} 个不合格。仅有良品时几乎不会如此（校准所保证的：每 100 个至多 {promised} 个）。若工件确实不良，请停线。{check}',
    'source.errors-unlikely':
      '{source} 最近 {count} 张图像中有 {failed} 张无法判定：请人工检查这些工件。最近的错误：{problem}',

    'source.verdicts-late':
      '{source} 最近 {count} 个判定中有 {late} 个晚于图像到达后 {deadline} 秒（最近 {minutes} 分钟内；第 {number} 号晚 {lateMs} 毫秒）。等待判定的设备可能已继续动作。请降低线速，或减少判定量：更小的图像、更小的骨干网络、本站更少的图像源。',
    'source.wrong-product':
      '配方正确吗？{source} 最近 {count} 张图像几乎处处异常，像是与 {recipe} 校准的产品不同。{advice}',
    'detection.good-parts-changed':
      '{source} 判为合格的工件已有变化：{scores}{change}到第 {number} 号时可以确定。请查看其中一些工件；若是良品且变化持续，请用当前图像重新校准 {recipe}（现由版本 {version} 判定）。',

    'line.foreign': '配方正确吗？此工件几乎处处异常。',
    'line.whole': '工件整体异常。',

    'review.draft': '此配方是草稿：良品图像太少，无法确定限值。请自行查看工件；要获得限值，请用更多良品图像重新校准。',
    'review.darker':
      '此图像比良品图像暗（均值 {found}，良品 {low} 至 {high}）；若同样明亮，工件会合格。请检查工件和光源。',
    'review.brighter':
      '此图像比良品图像亮（均值 {found}，良品 {low} 至 {high}）；若亮度相同，工件会合格。请检查工件和光源。',

    'review.too-alike':
      '此图像的分数（{found}）远低于良品图像（下限 {low}），因此与高于限值同样反常。请检查工件，以及图像是否完整显示它。',

    'gate.review': '此图像超出良品图像的范围，因此不能判为合格。{difference}请自行查看工件，并检查相机、镜头和光源。',
    'gate.error':
      '此图像超出良品图像的范围，因此不予判定。{difference}请检查相机、镜头和光源，并重新拍摄；在此之前请人工检查工件。',

    'gate.leaving':
      '{measure}：{source} 的图像正在偏离良品图像的范围。目前 {found}；按此速度约 {days} 天后达到 {bound}，届时按 {recipe} 没有工件能合格。请在此之前检查灯、镜头和相机。',

    'measure.brightness': '亮度',
    'measure.rimBrightness': '边缘亮度',
    'measure.redLessBlue': '红与蓝之差',
    'measure.redLessGreen': '红与绿之差',
    'measure.colourfulness': '色彩度',
    'measure.contrast': '对比度',
    'measure.black': '无光比例',
    'measure.white': '过曝比例',
    'measure.sharpness': '清晰度',
    'measure.positionX': '左右位置',
    'measure.positionY': '上下位置',
    'line.scores-higher': '分数比以前高，与良品的差异更大。',
    'line.scores-lower': '分数比以前低，比良品彼此更相似。',
    'changed.darker': '其图像变暗。',
    'changed.brighter': '其图像变亮。',
    'changed.colour': '其颜色不同。',
    'changed.position': '工件在图像中的位置不同。',
    'changed.edge': '图像边缘不同。',
    'changed.blurred': '其图像清晰度下降。',
    'changed.texture': '其图像纹理或噪声增多。',
    'changed.unknown': '从光、颜色、位置和清晰度看不出变化所在。',
    'line.check-recipe': '请检查产线上是什么产品，以及图像源使用哪个配方。',
    'line.recipe-fits':
      '按配方 {recipe}，第 {number} 号工件会合格：其分数为 {score}，限值 {limit}。若产线上是该产品，请更换配方。',
    'line.no-recipe-fits': '试过的其他 {count} 个配方都不会判此类工件合格。请检查产线上的产品、相机及其位置。',
    'line.check': '若是良品，请检查光源、相机、位置和配方。',
    'line.check-images': '若是良品，则是图像有变化。{difference}',
    'differs.size': '此图像为 {found} 像素，良品图像为 {good}。',
    'differs.bits': '此图像每值 {found} 位，良品图像为 {good}。',
    'differs.kind': '此图像为 {found}，良品图像为 {good}。',
    'differs.quality': '此图像为质量 {found} 的 JPEG，良品图像为 {good}。',
    'differs.grey': '此图像为灰度，良品图像为彩色。',
    'differs.colour': '此图像为彩色，良品图像为灰度。',
    'differs.red-blue': '此图像的颜色不同（红蓝互换？）：红减蓝 {found}，良品 {low} 至 {high}。',
    'differs.red-green': '此图像的颜色不同：红减绿 {found}，良品 {low} 至 {high}。',
    'differs.brighter': '此图像比所有良品图像都亮：均值 {found}，良品 {low} 至 {high}。',
    'differs.darker': '此图像比所有良品图像都暗：均值 {found}，良品 {low} 至 {high}。',
    'differs.rim': '此图像的边缘不同（有边框？）：为整体亮度的 {found}\u202f%，良品 {low} 至 {high}\u202f%。',
    'differs.white': '此图像过曝部分多于所有良品图像：{found}\u202f%，良品 {low} 至 {high}\u202f%。',
    'differs.black': '此图像完全无光的部分多于所有良品图像：{found}\u202f%，良品 {low} 至 {high}\u202f%。',
    'differs.contrast': '此图像的对比度低于所有良品图像：{found}，良品 {low} 至 {high}。',
    'differs.position-x': '工件左右位置不同：其边缘在宽度的 {found}\u202f%，良品 {low} 至 {high}\u202f%。',
    'differs.position-y': '工件上下位置不同：其边缘在高度的 {found}\u202f%，良品 {low} 至 {high}\u202f%。',
    'differs.blurred': '此图像不如任何良品图像清晰：{found}，良品 {low} 至 {high}。',

    'recipe.not-approved': '{recipe} 的版本 {version} 未批准，而本检测站仅由已批准的版本判定。请在“配方”画面上批准。',
    'recipe.retired': '{recipe} 的版本 {version} 已停用。请使用其他版本，或在“配方”画面上重新批准。',
    'recipe.no-limit': '{recipe} 的版本 {version} 是没有限值的草稿，不能批准。请用更多良品图像校准。',
    'recipe.test-failed':
      '{recipe} 的版本 {version} 按其自身的验收标准未通过测试，不能批准。请重新校准，或测试其他版本。',
    'recipe.not-tested': '{recipe} 的版本 {version} 尚未通过测试，而策略要求测试。请用已锁定的测试集测试，然后批准。',
    'recipe.own-fit': '{recipe} 的版本 {version} 由 {person} 拟合，策略要求由他人批准。',
    'recipe.approved-already': '{recipe} 的版本 {version} 已批准。请直接启用，或计划启用时间。',
    'recipe.in-use': '{recipe} 的版本 {version} 正在使用，不能停用。请先启用其他版本。',
    'recipe.planned': '{recipe} 的版本 {version} 已计划启用，不能停用。请先取消计划。',
    'source.recipe-by-name': '{source} 的图像名称决定各由哪个配方判定，因此不能手动更换。工程师可在设置中更改名称表。',
    'source.recipe-by-view':
      '{source} 的工件视图各有自己的配方，因此不能手动只换一个配方：其他视图会保留原配方。请由工程师在设置中更改。',
    'source.recipe-same': '{source} 已由配方 {recipe} 判定。',
    'source.recipe-change-over': '{source} 的配方更换已被确认、撤销或被另一次更换取代，因此未作更改。',
    'source.first-part-due': '{source} 尚无工件由新配方判定。请在第一个工件判定后确认更换。',
    'recipe.planned-later':
      '{recipe} 的版本 {version} 将自 {at} 起判定，且没有其他已批准的版本。要立即判定，请在“配方”画面上启用它。',
    'recipe.judges-already': '{recipe} 的版本 {version} 已在使用。',
    'recipe.plan-past': '{at} 已过。请选择将来的时间。',
    'recipe.no-lots':
      '{recipe} 判定过的图像路径中都没有批次，因此检测站无法得知下一批次何时开始。请为图像源设置含批次的工件模式，或选择时间。',
    'recipe.nothing-planned': '{recipe} 没有任何计划。',
    'recipe.plan-failed': '{recipe} 的版本 {version} 此时应已启用，但无法启用：{problem}由之前的版本继续判定。',
    'recipe.name-taken': '已有名为“{name}”的配方。请另选名称。',
    'package.unreadable': '文件已损坏或不完整（{reason}）。请从导出处重新复制。',
    'package.format':
      '该文件不是 Sigmaline 导出的配方，或由更新的 Sigmaline 写入（{reason}）。请重新导出，或更新本检测站。',
    'package.name': '文件中含有“{name}”，配方不可能有此名称。它不是 Sigmaline 写入的：请勿使用。',
    'package.too-large': '文件将占用 {bytes} 字节，超过配方的上限（{most}）。它不是 Sigmaline 写入的：请勿使用。',
    'package.changed': '文件中的 {file} 与导出时不同：SHA-256 不一致。请从导出处重新复制文件。',
    'package.signature': '文件的签名无效（{reason}），因此无法确认制作者。请在其检测站重新导出。',
    'package.no-key': '本检测站的密钥无法使用，因此不能为文件签名。密钥的问题见检测站的状况。',
    'package.upload': '文件未完整到达（{reason}）。请重新选择。',

    'record.not-judged': '第 {number} 号记录没有可重新计算的判定：没有配方判定过它。',
    'record.judge-failed': '第 {number} 号的图像无法重新判定：{reason}',
    'search.not-kept':
      '无法写入搜索索引：{reason}检测继续进行，但只能找到较新的记录。Sigmaline 会不断重试；若持续如此，请在数据文件夹所在磁盘腾出空间并检查权限。',
    'filters.too-many': '已有 {count} 个保存的筛选。请移除无人需要的。',
    'disposition.not-due': '第 {number} 号无需处置：它已合格。未作处置。',
    'disposition.part-waits': '第 {number} 号的工件仍在等待视图。请在视图齐全或等待时间结束后处置。未作处置。',
    'disposition.changed': '他人已处置第 {number} 号。您的处置未生效；请再次查看。',
    'disposition.unknown-words': '“{words}”已不在列表中。请另选；未作处置。',

    'report.span': '报告的结束必须晚于开始。请另选时段。',
    'report.too-many': '已有 {count} 份报告待生成。请等待完成，或取消一些。',
    'report.failed': '无法生成报告：{reason}。请检查磁盘和日志，然后重新生成。',
    'report.crashed': '生成报告的进程意外结束（{reason}）。请释放内存，然后重新生成报告。',
    'report.cancelled': '报告已取消。',
    'report.folder': '报告无法写入 {folder}（{reason}）。报告保留在检测站；请检查文件夹，或在设置的“报告”中另行指定。',
    'report.signer-unreadable':
      '这不是 Sigmaline 能读取的证书文件（{reason}）。请使用含证书及其密钥的 PKCS#12 文件（.p12 或 .pfx）。',
    'report.signer-passphrase': '口令无法打开此证书文件。请重新输入。未作更改。',
    'report.signer-no-key': '此文件不含与其证书对应的私钥。请将证书连同密钥一起导出。',
    'report.signer-expired': '{subject} 的证书有效期为 {from} 至 {to}，今天无效。报告不用它签名；请申请新证书。',
    'report.signer-kind':
      '此证书的密钥（{kind}）不能签署报告。请使用 2048 位以上的 RSA，或椭圆曲线 P-256、P-384、P-521 之一。',
    'report.signer-missing': '报告需要签名，但没有证书。请在设置的“报告”中提供，或关闭签名。',
    'report.signer-sealed': '签署报告的证书由其他程序或机器封存，无法打开（{file}）。请在设置的“报告”中重新提供。',

    'archive.relative': '路径 {folder} 不完整。请从根目录或盘符开始输入归档的完整路径。',
    'archive.not-found': '归档文件夹 {folder} 不存在。请创建它，或连接其所在共享：Sigmaline 不会创建。',
    'archive.not-a-folder': '{folder} 不是文件夹。请输入图像要移入的文件夹。',
    'archive.unwritable': '无法写入归档文件夹 {folder}（{reason}）。请检查权限和可用空间。',
    'archive.name-refused': '归档磁盘不接受 {file} 的名称（{reason}）。请手动移动此文件；其他文件照常移动。',
    'archive.in-source':
      '归档文件夹 {folder} 与图像源文件夹 {source} 重叠，归档的图像会被再次判定。请选择不重叠的文件夹。',
    'archive.in-data': '归档文件夹 {folder} 与检测站的数据文件夹重叠。请选择不重叠的文件夹。',
    'afterwards.archive':
      '图像源 {source} 有 {count} 张已记录的图像等待移入归档。{problem}在此之前保持原位；Sigmaline 会不断重试。',
    'afterwards.delete': '图像源 {source} 有 {count} 张已记录的图像等待删除。{problem}Sigmaline 会不断重试。',
    'afterwards.older-problem': '{sentence}',
    'afterwards.returned':
      '数据库恢复后，图像源 {source} 有 {count} 张归档图像没有记录。它们已从归档 {folder} 移回原处，并重新判定。',
    'afterwards.not-returned':
      '数据库恢复后，图像源 {source} 有 {count} 张归档图像没有记录。因名称在图像源中已被占用或多个图像源共用此归档，它们留在归档 {folder} 中：{names}。请以其他名称复制到图像源以便判定。',
    'afterwards.not-searched':
      '无法在图像源 {source} 的归档 {folder} 中查找数据库恢复时失去记录的图像。{problem}Sigmaline 会不断重试。',
    'clock.jumped':
      '本机时钟跳变：应为 {from} 时显示 {to}。在时钟校正、连续运行 24 小时无误或工程师确认之前，不删除也不归档图像。请检查日期、时间和时间服务器。',
    'clock.moved':
      '检测站上次运行时本机时钟为 {from}，再次启动时为 {to}。在时钟连续运行 24 小时无误或工程师确认之前，不删除也不归档图像。若本机未关闭这么久，请校正时钟。',
    'clock.held':
      '本机时钟从 {from} 变为 {to}，并已连续运行 24 小时无误，因此视为正确。此后记录的图像按此时间归档。若不正确，请校正时钟。',
    'clock.jumped-again': '时钟再次跳变为 {to}。确认之前请检查日期和时间。',

    'test-set.not-found': '此测试集已不存在。请重新列出测试集。',
    'test-set.name': '已有测试集名为 {name}。请另选名称。',
    'test-set.locked': '测试集 {name} 已锁定：其中内容不再变化。请创建副本并更改副本。',
    'test-set.not-locked': '测试集 {name} 未锁定。请先锁定：测试的内容之后不得更改。',
    'test-set.too-many': '一个测试集最多 {most} 张图像，而此测试集将有 {count} 张。请另建一个。',
    'test-set.defect': '缺陷类别 {defect} 不在检测站的列表中。请从列表中选择，或在“设置”的“处置”中添加。',
    'test-set.no-criteria': '测试集 {name} 没有标准。请在锁定前写下版本须满足的要求。',
    'test-set.unlabelled':
      '测试集 {name} 有 {count} 张图像未标注。请标注，或注明原因后排除。若策略要求两次标注，须由两人完成。',
    'test-set.differing':
      '测试集 {name} 有 {count} 张图像两人标注不一致。请共同查看：由一人重新标注，或注明原因后排除。',
    'test-set.too-few-good': '标准至少需要 {needed} 个良品，测试集有 {count} 个。请添加良品，或降低标准的要求。',
    'test-set.too-few-defects': '标准至少需要 {needed} 个缺陷件，测试集有 {count} 个。请添加缺陷件，或降低标准的要求。',
    'test-set.class-missing': '标准要求缺陷类别 {defect}，而测试集没有该类工件。请添加，或从标准中去掉该类别。',
    'test-set.altered':
      '测试集 {name} 的文件 {file} 与添加时不同。请查明数据文件夹中什么更改了它；此图像不能再用于测试。',
    'test-set.same-image': '图像 {image} 在测试集 {set} 中：测试版本所用的图像不得用于学习。请将其从良品图像中移出。',
    'test-set.same-part':
      '图像 {image} 显示工件 {serial}，它在测试集 {set} 中：测试版本所用的图像不得用于学习。请将该工件的所有图像从良品图像中移出。',
    'test-set.near-image':
      '图像 {image} 与测试集 {set} 的 {other} 几乎相同：测试版本所用的图像不得用于学习。请将其从良品图像中移出。',
    'test-set.not-compared':
      '无法将良品图像与测试集的图像比较（{reason}）。请重新开始校准；如再次发生，请连同日志上报。',
    'test-run.not-found': '此测试已不存在。请重新列出测试集。',
    'test-run.running': '已有测试在进行。请等待结束，或停止它。',
    'test-run.draft': '{recipe} 的版本 {version} 没有限值，只能将工件送复检。请用更多良品图像校准，然后再测试。',
    'test-run.calibration-image':
      '此测试集的图像 {file} 是版本 {version} 的良品图像之一：不能用版本学习过的图像测试它。请测试其他版本，或创建测试集副本并在其中排除该图像。',
    'test-run.not-judged': '图像仍在判定。请在全部判定后查看热图。',

    'stamp.not-a-checkpoint':
      '文件 {checkpoint} 不是检查点，因此不请求时间戳。请使用检测站写入检查点文件夹或导出文件旁的文件。',
    'stamp.unreadable': '{stamp} 不是时间戳机构的应答，或不完整（{reason}）。请重新获取二进制文件。',
    'stamp.refused':
      '机构未给出时间戳：{stamp} 中是其拒绝（状态 {status}；{reason}）。请重新请求，若再次被拒请询问机构。',
    'stamp.other-file': '{stamp} 并非针对这些字节：检查点被篡改，或时间戳属于其他文件。请使用发出请求的检查点。',
    'stamp.hash':
      '{stamp} 使用的哈希算法 {hash} 不可信（应为 SHA-256、SHA-384、SHA-512）。请向机构申请使用 SHA-256 的时间戳。',
    'stamp.no-certificate': '{stamp} 不含机构的证书。请用 sigmaline audit stamp-request 发出请求，它会要求证书。',
    'stamp.signature': '{stamp} 的签名无效（{reason}）：时间戳被篡改或系伪造。请从机构重新获取。',
    'stamp.other-certificate':
      '{stamp} 并非为其所含证书签名，或仅以 SHA-1 标识证书（需要 RFC 5816 的 ESSCertIDv2）。请向机构申请以 SHA-256 标识证书的时间戳。',
    'stamp.purpose': '签署 {stamp} 的 {authority} 证书并非专用于时间戳。请向时间戳机构申请。',
    'stamp.expired': '签署 {stamp} 的 {authority} 证书在其所示时间 {at} 无效。请另行申请时间戳。',
    'stamp.untrusted':
      '签署 {stamp} 的 {authority} 证书不能追溯到用 --ca 给出且在 {at} 有效的证书。请提供机构公布的证书。',

    internal: '发生意外故障：{reason}。请重启检测站；如再次发生，请连同日志上报。',

    'image.not-found': '图像 {file} 缺失。请检查路径，并确认没有其他程序移动或删除该文件夹中的文件。',
    'image.unreadable': '无法读取图像 {file}（{reason}）。请检查其权限以及所在磁盘或共享。',
    'image.empty': '文件 {file} 为空。请检查相机是否已写完。',
    'image.not-an-image':
      '文件 {file} 不是 Sigmaline 能读取的图像（PNG、JPEG、TIFF、BMP、WebP、PGM、PPM）。请检查相机写入的内容。',
    'image.truncated': '图像 {file} 不完整：被截断或仍在写入。请检查相机及其连接。',
    'image.corrupt': '图像 {file} 已损坏（{reason}）。请检查相机及其写入的磁盘。',
    'image.too-large': '图像 {file} 有 {pixels} 像素；最多接受 {limit}。请降低相机分辨率。',
    'image.unsupported': '图像 {file} 的格式不受支持（{reason}）。请将相机设为 8 位或 16 位灰度或 RGB。',

    'position.not-found':
      '在图像 {file} 中未找到工件：其内容与良品相似 {likeness}\u202f%，需要 {least}\u202f%。请检查工件是否完整在图像中且属于此配方。若良品就是如此，请也用此类图像校准。',
    'position.no-shape':
      '良品图像没有能表明工件位置的共同形状：相似 {likeness}\u202f%，偶然亦为 {chance}\u202f%。请围绕工件画出区域，或选择固定位置。',
    'position.reference-gone': '画区域所用的图像不在良品图像中。请重新画区域，或放回该图像。',

    'image.changed': '图像 {file} 在写完之后、判定之前发生了变化。请将相机设为每张图像使用独立名称。',

    'image.recipe-unknown':
      '没有配方判定 {file}：其名称未指明图像源已知的配方。请将名称内容加入图像源的配方，或在相机处更正名称；该图像未判定。',
    'image.not-released':
      '图像 {file} 没有标记文件：{sidecar} 未及时出现。请人工检查工件，并查明为何没有在图像旁写入该文件。',

    'folder.not-found': '文件夹 {folder} 不存在。请检查路径以及共享是否已连接。',
    'folder.unreadable': '无法读取文件夹 {folder}（{reason}）。请检查其权限。',
    'folder.not-a-folder': '{folder} 不是文件夹。请输入包含图像的文件夹。',
    'folder.no-images': '文件夹 {folder} 中没有图像（PNG、JPEG、TIFF、BMP、WebP、PGM、PPM）。请检查路径。',
    'dataset.layout': '文件夹 {folder} 不是 MVTec 结构的数据集：缺少 {missing}。它必须包含 train/good 和 test/CLASS。',

    'recipe.not-found': '没有名为 {recipe} 的配方。此处的配方：{known}。',
    'recipe.version-not-found': '配方 {recipe} 没有版本 {version}。此处的版本：{known}。',
    'recipe.changed-meanwhile': '{recipe} 的版本 {version} 已在别处投入使用，因此未作更改。请再次查看版本后选择。',
    'recipe.draft-unasked':
      '{recipe} 的版本 {version} 是没有限值的草稿，而版本 {used} 有限值。使用草稿时，每个工件都要由人复检。如需如此，请在画面上选择并确认，或在命令中添加 --draft。',
    'recipe.file':
      '文件 {file} 不是 Sigmaline 能读取的配方（{reason}）。请使用 sigmaline recipe export 写出的 ONNX 文件。',
    'recipe.name': '“{name}”不能作为配方名称：至少需要一个字母或数字。',
    'recipe.corrupt': '配方 {recipe} 无法使用（{reason}）。请使用其他版本、重新校准，或从备份恢复其文件夹。',
    'calibration.too-few-images': '误剔率 {target} 至少需要 {needed} 张良品图像；现有 {count} 张。{remedy}',
    'calibration.too-few-for-draft': '草稿至少需要 {needed} 个不同良品的图像；现有 {count} 个。请添加良品图像。',
    'calibration.too-few-parts':
      '误剔率 {target} 至少需要 {needed} 个不同良品的图像；这 {images} 张图像只有 {count} 个工件，无论拍摄多少次各只计一次。{remedy}',
    'calibration.group':
      '模式“{group}”无法判断哪些图像是同一工件。请写出含分组 (?<serial>...) 的正则表达式，例如“(?<serial>\\d+)-”。',
    'calibration.group-unmatched': '模式“{group}”在名称 {file} 中找不到序列号。请更改模式，或移走该图像。',
    'calibration.identical-images': '全部 {count} 张良品图像相同。请用不同良品的图像校准。',
    'calibration.mask-empty': '掩膜遮盖了一切：没有可查看的位置。请去掉一部分，然后重新拟合。',
    'calibration.degenerate': '无法拟合高斯分布：{reason}。请检查良品图像。',
    'calibration.image-failed': '良品图像 {file} 无法使用：{reason}',
    'calibration.crashed': '拟合进程意外结束（{reason}）。请释放内存或减少图像；未作更改。',
    'calibration.cancelled': '校准已取消。未作更改。',
    'calibration.running': '已有校准在进行。请等待完成或取消。',
    'calibration.unknown-run': '没有校准运行 {runId}。它已结束，或检测站已重启。',
    'calibration.npca':
      '使用 NPCA 时，{count} 个良品需数小时拟合：此骨干网络最多 {most} 个。请不用 NPCA，或减少良品数量。',
    'drift.scores-rise':
      '后期的良品图像与其他图像的差异大于前期的。拍摄期间有所变化：光源、刀具、材料。请查看最新的图像；若今后良品都是如此，请多拍此类图像。',
    'drift.scores-fall':
      '前期的良品图像与其他图像的差异大于后期的。拍摄期间有所变化：光源、刀具、材料。请查看最早的图像；若良品已不再如此，请移出。',
    'drift.brighter': '后期的良品图像比前期的亮。请检查灯和曝光。',
    'drift.darker': '后期的良品图像比前期的暗。请检查灯和曝光。',
    'drift.sharper': '后期的良品图像比前期的清晰。请检查对焦和镜头。',
    'drift.blurred': '后期的良品图像不如前期的清晰。请检查对焦和镜头。',
    'drift.colour': '后期的良品图像颜色与前期的不同。请检查灯和白平衡。',
    'drift.position': '后期的良品图像中工件位置与前期的不同。请检查夹具和相机。',
    'target.review':
      '复检区间须从高于误剔率 {target} 的良品比例开始，且至多 50\u202f%；{review} 不符合。请选择更大的比例，或不设复检区间。',
    'target.review-empty':
      '因已搁置与其他不同的图像，预计限值本身就会误剔 {expected} 的良品，从 {review} 起的复检区间会为空。请选择更大的比例，或不设复检区间。',
    'target.invalid': '目标误剔率须在 0.1\u202f% 到 50\u202f% 之间；{target} 不在其中。',

    'backbone.not-found': '没有骨干网络 {backbone}。此处的骨干网络：{known}。',
    'backbone.corrupt': '骨干网络 {backbone} 与其清单不符（{reason}）。请重新安装。',
    'backbone.unknown': '没有已发布的骨干网络 {backbone}。已发布的：{known}。其他请以 ONNX 文件添加。',
    'backbone.id': '“{id}”不能作为骨干网络的标识。请使用小写字母、数字和连字符，例如 my-network。',
    'backbone.exists': '骨干网络 {backbone} 已存在。请先移除，或给新的另起标识。未作更改。',
    'backbone.built-in': '骨干网络 {backbone} 是内置的，不能移除。',
    'backbone.output': 'ONNX 文件没有输出 {output}。其输出：{known}。',
    'backbone.checksum':
      '{file} 不是预期的文件：其 SHA-256 为 {found}，而非 {expected}。未安装任何内容；请重新下载或复制。',
    'backbone.unpinned':
      '此版本没有用于核对 {address} 下载的 SHA-256，因此未下载。请用 --sha256 给出公布的 SHA-256，或自行下载后用 --from FILE 添加。',
    'backbone.crashed': '添加骨干网络的进程意外结束（{reason}）。未安装任何内容；请释放内存后重试。',
    'backbone.cancelled': '已取消添加骨干网络。未安装任何内容。',

    'download.unreachable': '无法访问地址 {address}（{reason}）。请检查连接，或在别处下载文件后用 --from FILE 添加。',
    'download.refused': '地址 {address} 应答 {status}。请检查地址，或在别处下载文件后用 --from FILE 添加。',
    'download.interrupted': '从 {address} 的下载在 {done} 字节后停止（{reason}）。再次运行相同命令即可从该处继续。',

    'onnx.unreadable': '无法读取 ONNX 文件（{reason}）。请重新复制或导出。',
    'weights.not-found': '没有文件 {file}。请检查路径。',
    'weights.unreadable': '无法读取权重 {file}（{reason}）。请重新下载或复制。',
    'weights.missing-tensor': '权重 {file} 不含张量 {tensor}：它属于其他网络，或止于较前的层级。请使用此网络的文件。',
    'weights.unexpected-tensor': '权重 {file} 含有此网络没有的 {tensor}：它属于其他网络。请使用此网络的文件。',
    'weights.wrong-shape':
      '权重 {file} 中的 {tensor} 为 {found}，而预期为 {expected}：它属于其他网络。请使用此网络的文件。',
    'onnx.unsupported': 'ONNX 文件无法使用：{reason}。{remedy}',
    'onnx.not-quantisable': '骨干网络不能以 8 位整数运行：{reason}。',

    'lane.crashed': '检测进程在判定 {file} 时结束。第二次尝试也失败了；请人工检查工件。',
    'lane.timeout': '图像 {file} 未在 {seconds} 秒内判定。请人工检查工件。',
    'lane.run-failed': '配方无法对 {file} 运行（{reason}）。请释放内存或重启检测站，并人工检查工件。',
    'lane.not-finite': '对 {file}，配方给出的 {output} 不是数字。请人工检查工件并重新校准配方。',
    'lane.memory':
      '检测进程因 {file} 占用超出允许的内存（{megabytes} MB）而被停止。第二次尝试也失败了；请人工检查工件。',
    'lane.provider-failed': '配方无法在 {provider} 上运行（{reason}）。请检查显卡驱动，或选择 CPU 作为执行提供程序。',
    'provider.failed':
      '因 {provider} 故障（{reason}），配方 {recipe} 在主处理器上运行。判定仍然正确，但可能较迟；请通知维护人员。排除原因后，请在设置的“通道”中选择“重试”。',
    'provider.refused':
      '配方 {recipe} 在主处理器上运行，而非设置中的 {provider}：{reason}。请检查显卡驱动，或更改设置。',
    'provider.memory': '无法读取显卡的检查结果（{file}）：{reason}。文件已保留为 {kept}，并重新检查显卡。',
    'lane.unwritable': '无法写入文件 {file}（{reason}）。请检查其文件夹的权限和磁盘。',
    'map.unusable': '异常图 {file} 无法使用（{reason}）。请重新检测该图像。',
    'lane.start': '检测进程无法启动（{reason}）。请重新安装 Sigmaline 或查看日志。',

    'source.not-found': '没有图像源 {source}。',
    'source.duplicate': '文件夹 {folder} 已由图像源 {source} 监视。',
    'source.nested': '文件夹 {folder} 位于检测站的数据文件夹内。请选择相机写入的文件夹。',
    'source.overlap': '文件夹 {folder} 与图像源 {source} 的文件夹重叠，文件会被判定两次。请选择不重叠的文件夹。',
    'source.holds-data': '文件夹 {folder} 包含检测站的数据文件夹。请选择相机写入的文件夹。',
    'source.holds-archive':
      '文件夹 {folder} 与图像源 {source} 的归档重叠，归档的图像会被再次判定。请选择不重叠的文件夹。',
    'source.include': '包含文件的模式“{pattern}”无效（{reason}）。请写成“*.png”或“camera-2/**”的形式。',
    'source.exclude': '排除文件的模式“{pattern}”无效（{reason}）。请写成“*-preview.png”的形式。',
    'source.pattern':
      '工件模式不是正则表达式（{reason}）。请写成 (?<serial>[0-9]+)-(?<view>[a-z]+) 的形式，并用路径试验。',
    'source.recipe-group':
      '配方按文件名选择，但工件模式未读取配方。请添加分组 (?<recipe>...)，例如 (?<recipe>[A-Z]+)-(?<serial>[0-9]+)。',
    'source.recipe-table':
      '工件模式从文件名读取配方，但没有配方说明哪些词属于它。请写在配方旁，或从模式中去掉分组 recipe。',
    'source.view-group':
      '工件有多个视图，但工件模式未读取视图。请添加分组 (?<view>...)，例如 (?<serial>[0-9]+)_(?<view>[a-z]+)。',
    'source.serial-group':
      '视图按序列号归为同一工件，但工件模式未读取序列号。请添加分组 (?<serial>...)，或按到达汇总工件。',
    'source.view-unknown': '图像源称其图像为视图“{view}”，但没有工件有此名称的视图。请选择其一：{known}。',
    'source.view-shown':
      '未作任何更改：{names} 仍在显示此图像源工件的视图，否则会把每个视图当作独立工件判定。请先更改或移除 {names}。',
    'source.view-source': '规定如何汇总工件的图像源不存在或没有视图。请先设置其视图，或另选图像源。',
    'source.recipe-named': '名称要求配方 {recipe} 的图像正在等待，因为该配方目前无法使用。{problem}恢复可用后即判定。',
    'source.pattern-slow': '工件模式处理 {path} 用时过长。请简化：通常由重复中套重复（如 (a+)+）引起。',
    'source.pattern-groups':
      '工件模式命名了 {found}，因此找不到任何内容。请至少命名分组 {known} 之一，例如 (?<serial>[0-9]+)，且不用其他名称。',
    'source.file-refused': '{file} 是链接或非普通文件，不予检测{others}。请将图像文件本身放入该文件夹。',
    'source.file-garbled': '{file} 的名称无法读取，不予检测{others}。',
    'source.file-unreachable': '无法访问 {file}（{reason}）{others}；请检查其权限。',
    'source.file-endless': '{file} 已写入 {minutes} 分钟仍不完整，因此尚未判定；请检查相机。',
    'source.files-unfinished': '{file} 未完成且已有一段时间没有变化{others}。请检查相机及其连接。',
    'source.files-foreign': '{count} 个名为 {pattern} 的文件不是图像，不予检测{others}。',
    'source.folder-unreadable': '无法读取 {file}{others}；请检查其权限。',
    'source.names-unmatched':
      '最近 {files} 个文件中有 {count} 个与图像源的序列号、批次和视图模式不匹配，最后一个是 {file}。',
    'source.names-slow':
      '最近 {files} 个文件中有 {count} 个使图像源的序列号、批次和视图模式用时过长，最后一个是 {file}；请简化模式。',
    'source.recipe-before':
      '在设定配方 {recipe} 时到达的图像正在等待：它们由该配方判定，而它目前无法使用。{problem}恢复可用后即判定。',
    'source.unwatched': '无法监视 {folder}（{reason}）；Sigmaline 以列出文件的方式查找新图像。',
    'source.unwritable':
      '文件 {file} 既不能移动也不能删除（{reason}）。请给检测站其文件夹的写入权限，并在其他程序中关闭该文件。',
    'source.name-taken': '图像源 {source} 已存在；它监视 {folder}。请另选名称。',
    'source.shared':
      '{machine} 上的检测站“{station}”移动或删除 {folder} 中的图像，而本检测站也监视该文件夹：图像可能在此判定前消失。请为每个检测站分配独立的文件夹。',
    'source.views-mix':
      '{withinSeconds} 秒内到达的图像会合为一个工件，而每 {cycleSeconds} 秒就来一个工件：下一个工件的视图可能补全缺少自身视图的工件。请在图像源的“更多”、“怎样算一个工件”中选择小于该间隔一半的时间。',
    'source.quiet':
      '自 {since} 起 {folder} 没有图像到达；通常每 {cycleSeconds} 秒一个工件。若产线在运行，请检查相机、触发和连接：工件正在未经判定地离开。',
    'folder.silent': '文件夹 {folder} 无响应。请检查共享是否已连接。',
    'folder.relative': '路径 {folder} 不完整。请从根目录或盘符开始输入完整路径。',
    'inspection.not-found': '没有检测 {inspection}。',
    'resource.not-found': '没有 {resource}。',

    'station.locked':
      '数据文件夹 {folder} 正被另一检测站使用（进程 {pid}）。请停止该检测站，或用 --data 指定其他文件夹。',
    'station.not-asked':
      '{folder} 上有检测站在运行，因此只有它能执行此操作，而此处无法请求它（{reason}）。请在其屏幕设置的“配方”中操作，或先停止检测站。',
    'station.not-running':
      '{folder} 上没有检测站在运行。请用 sigmaline serve --data "{folder}" 启动它，或用 --data 指定其他文件夹。',
    'station.data-folder':
      '数据文件夹 {folder} 无法使用（{reason}）。请检查权限和可用空间，或用 --data 指定其他文件夹。',
    'station.disk-full': '{folder} 所在磁盘已满。请腾出空间；检测随后自动恢复。',
    'station.port': '无法打开端口 {port}（{reason}）。请用 --port 另选。',
    'station.token': '令牌文件 {file} 无法使用（{reason}）。它只能包含 16 到 256 个字母、数字、- 或 _。',
    'station.no-interface': '界面尚未构建（缺少 {folder}）。请运行 npm run build。',
    'station.disk-low': '{folder} 所在磁盘仅剩 {megabytes} MB。请在磁盘写满之前腾出空间。',
    'station.disk-ending':
      '{folder} 所在磁盘仅剩 {megabytes} MB：按目前速度约够 {parts} 个工件或 {hours} 小时。请在磁盘写满之前腾出空间。',
    'station.disk-files-full':
      '{folder} 所在磁盘无法容纳更多文件，无论剩余多少字节。请删除或移动一些；检测随后自动恢复。',
    'station.disk-files-low':
      '{folder} 所在磁盘仅能再容纳 {left} 个文件，无论剩余多少字节。请在磁盘写满之前删除或移动一些。',
    'station.disk-files-ending':
      '{folder} 所在磁盘仅能再容纳 {left} 个文件：按目前速度约够 {parts} 个工件或 {hours} 小时。请在磁盘写满之前删除或移动一些。',
    'station.backlog-growing':
      '工件到达快于判定：最近 {minutes} 分钟每分钟 {arriving} 个，而本检测站可达 {held} 个。请降低线速，或减少判定量：更小的图像、更小的骨干网络、本站更少的图像源。若通道设为最短时间，改为每分钟最多工件可能有帮助。',
    'station.backlog-slow': '{count} 张图像等待判定，最久的已等 {seconds} 秒。如果数量继续增加，请降低线速。',
    'station.backlog-stuck':
      '{count} 张图像等待判定，最久的已等 {seconds} 秒。请停线并呼叫工程师：工件正在未经判定地离开。',
    'storage.newer': '数据库 {file} 由更新的 Sigmaline 写入（架构 {found}；此版本支持 {known}）。请安装更新的版本。',
    'storage.older':
      '数据库 {file} 由较旧的 Sigmaline 写入（架构 {found}；此版本读取 {known}）。请启动一次检测站以更新数据库。',
    'storage.not-found': '没有数据库 {file}。请用 --data 指定检测站的数据文件夹。',
    'storage.corrupt': '数据库 {file} 已损坏（{reason}）。请恢复最新的备份。',
    'storage.read-only': '无法写入数据库 {file}：其磁盘或文件夹为只读（{reason}）。请设为可写；检测随后自动恢复。',
    'storage.restored':
      '记录已损坏并已恢复：{restored} 条来自 {backupAt} 的备份，{salvaged} 条较新的来自损坏的文件；{unreadable} 条无法读取。失去记录的图像将重新判定；{next} 起的编号可能曾使用过。损坏的数据库（{reason}）保存在 {folder}。',
    'storage.begun-anew':
      '记录已损坏且没有可用的备份：从损坏的文件读取了 {salvaged} 条记录，{unreadable} 条无法读取。失去记录的图像将重新判定；{next} 起的编号可能曾使用过。损坏的数据库（{reason}）保存在 {folder}。',
    'storage.suspected': '数据库 {file} 在使用中疑似损坏（{reason}）。完整检查未发现损坏；请测试检测站的磁盘和内存。',
    'storage.moved': '数据库 {file} 在检测站运行时被移动或删除。请放回或重启检测站；检测随后自动恢复。',
    'storage.log-held':
      '数据库 {file} 的日志已增至 {megabytes} MB，因为另一程序以读取方式保持数据库打开。请关闭该程序（数据库查看器、报告、备份工具）；日志随后自动缩小。',
    'backup.failed': '记录无法备份到 {folder}：{reason}Sigmaline 会不断重试。',
    'backup.crashed': '备份进程意外结束（{reason}）。',
    'notice.not-found': '没有通知 {notice}。',
    'storage.failed': '无法写入数据库 {file}（{reason}）。请检查磁盘。',
    'settings.value': '{file} 中的设置 {setting} 的值在此版本不允许，因此采用默认值。请在设置中重新设定。',
    'source.stored': '文件夹 {folder} 的图像源在 {file} 中以此版本无法读取的形式保存，因此未监视。请在设置中重新添加。',
    'calibration.list': '图像列表 {file} 无法使用（{reason}）。每行须为一张图像的路径。',
    'settings.file': '设置文件 {file} 无法使用：{reason}。sigmaline calibrate --print-schema 会说明可包含的内容。',
    'settings.file-key':
      '设置文件 {file} 中有键“{key}”，但没有此名称的设置。请更正或去掉；sigmaline calibrate --print-schema 列出所有设置的名称。',
    'settings.corrupt': '无法读取设置文件 {file}（{reason}）。它已保留为 {kept}，并采用默认值。',
    'settings.changed-meanwhile': '另一屏幕更改了设置 {setting}，因此未保存。再次保存即可替换新值。',

    'demo.running': '演示已在运行。',

    'request.unknown': '没有请求 {request}。',
    'request.invalid': '请求 {request} 无效：{reason}。',
    'request.forbidden': '此操作（{request}）需要角色 {role}。未执行任何操作。请由具有该角色的人登录。',
    ...chineseAuditFaults,
    ...chineseConnectionSentences,
    ...chineseExecutionReasons,
    ...chineseReasons,
    ...chineseListWords,

    'count.or-more': '{count} 或更多',
    'count.more': '（另有 {count} 个）',

    'usage.invalid': '{reason}',
  },
};
