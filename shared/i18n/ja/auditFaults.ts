import type { AUDIT_FAULTS, AUDIT_PHRASES, STATION_FAULTS } from '../auditFaults.ts';

type Code = keyof typeof AUDIT_FAULTS | keyof typeof AUDIT_PHRASES | keyof typeof STATION_FAULTS;

export const japaneseAuditFaults: Readonly<Record<Code, string>> = {
  'database.damaged':
    'データベースが破損しています（ページ {page}：{reason}）。このページの内容は検証できませんでした。',
  'chain.none': '監査証跡がありません。',
  'chain.beginning': 'エントリー 1 は監査証跡の始まりではありません。',
  'entry.altered': 'エントリー {sequence} は改変されました：{what}。',
  'entry.missing': 'エントリー {entries} がありません。',
  'entry.inserted': 'エントリー {sequence} がエントリー {behind} の後に挿入されました。',
  'entry.reordered': 'エントリー {sequence} がエントリー {behind} の後に移されました。',
  'entry.columns': 'エントリー {sequence} の横の列が内容と一致しません：{columns}。',
  'entry.version':
    'エントリー {sequence} はバージョン {version} で、このプログラムでは扱えません。新しいものを使ってください。',
  'entry.time-back': 'エントリー {sequence} の稼働時間が前のエントリーより小さくなっています。',
  'chain.cut':
    'チェーンがエントリー {sequence} の後で切られました。{checkpoint}は {size} 件のエントリーを対象としています。',
  'chain.rewritten':
    'チェーンが書き換えられました。エントリー {first} ～ {size} は、互いには一致しますが、{checkpoint}が署名されたものではありません。',
  'chain.lost':
    '{checkpoint}は {size} 件のエントリーを対象としています。{first} 以降は、エントリー {sequence} が伝える復旧の前に失われました。',
  'checkpoint.unreadable': '{checkpoint}はチェックポイントではないか、一部が欠けています。',
  'checkpoint.other-chain': '{checkpoint}は別のチェーン {origin} のものです。',
  'checkpoint.unknown-key':
    '{checkpoint}は、このチェーンにあり信頼されている鍵で署名されていません。署名にある鍵：{keys}。',
  'checkpoint.retired-key': '{checkpoint}は、それ以前に交代した鍵で署名されています。',
  'checkpoint.signature': '{checkpoint}の署名は不正です。本文が改変されたか、署名が偽造されました。',
  'key.unknown': 'チェーンの最後の鍵は {key} ですが、指定された鍵でも、その鍵から引き継がれた鍵でもありません。',
  'key.handover': 'エントリー {sequence} は別の鍵を示していますが、前の鍵はそれに署名していません。',
  'record.altered': '記録 {number} は改変されました。エントリー {sequence} が書かれたときの記録ではありません。',
  'record.missing': '記録 {number} がありません。エントリー {sequence} はその記録のために書かれました。',
  'record.twice': 'エントリー {sequence} は記録 {number} の 2 つ目のエントリーです。',
  'record.without-entry': '記録 {numbers} のエントリーが書かれていません。',
  'file.map': '記録 {number} の異常マップは改変されました：{file}。',
  'file.image': '記録 {number} の画像が改変されたか、別のファイルがその名前を使っています：{file}。',
  'proof.record': '証明の記録は、そのエントリーが書かれたときの記録ではありません。',
  'proof.other-record': 'この証明は記録 {id} のものです。',
  'proof.path': '証明のエントリーはチェックポイントに属していません。',
  'proof.checkpoint': '証明のチェックポイントは {checkpoint} のものではありません。',
  'altered.json': 'JSON ではありません',
  'altered.number': '番号がありません',
  'altered.parts': 'エントリーの項目がそろっていません',
  'altered.form': '正規の形式ではありません',
  'altered.hash': 'ハッシュが本文と一致しません',
  'altered.before': 'エントリー {next} が続くはずのエントリーではありません',
  'altered.table': '表の中の番号は {number} です',
  'altered.record': '記録が示されていません',
  'checkpoint.stored': 'データベースにある {size} 件のチェックポイント',
  'disposition.altered':
    '処置 {disposition} は改変されました。エントリー {sequence} が書かれたときの処置ではありません。',
  'disposition.missing': '処置がありません。エントリー {sequence} はその処置のために書かれました。',
  'entry-altered': 'エントリー {sequence} は改変されたか、前のエントリーに続いていません。',
  'checkpoint-unreadable': '最後のチェックポイントを読み取れません。',
  cut: 'チェーンが切られました。最後のチェックポイントは {size} 件を対象としていますが、{entries} 件しかありません。',
  'checkpoint-other': '先頭の {size} 件のエントリーは、最後のチェックポイントが署名されたものではありません。',
  'checkpoint-signature': '最後のチェックポイントの署名が無効です。',
};
