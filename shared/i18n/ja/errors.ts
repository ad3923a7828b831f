import { accessNames } from '../accessErrors.ts';
import type { ErrorLanguage } from '../errors.ts';
import { japaneseAuditFaults } from './auditFaults.ts';
import { japaneseConnectionSentences } from './connectionErrors.ts';
import { japaneseExecutionReasons } from './executionReasons.ts';
import { peopleTexts } from './people.ts';
import { japaneseListWords, japaneseReasons } from './reasons.ts';

/** The sentence of every error code, in Japanese. */
export const japaneseErrors: ErrorLanguage = {
  locale: 'ja-JP',
  onDay: (clock, day) => `${day} ${clock}`,
  unknown: (name) => `（${name} 不明）`,
  sentences: {
    'access.open':
      'このステーションは未保護です。まだユーザーが登録されておらず、この操作にはユーザーが必要です。「このステーションを保護」を選び、最初の管理者を作成してください。',
    'access.protected':
      'このステーションはすでに保護されています。ユーザーを追加するには管理者としてサインインしてください。',
    'access.station-stopped':
      'このステーションは保護されているため、サインインが必要です。ステーションを起動し、--as で誰かを示してください。',
    'access.signed-out':
      '誰もサインインしていないか、操作がないまま時間が過ぎました。何も実行していません。サインインしてやり直してください。',
    'access.refused':
      'ID または PIN/パスワードが正しくありません。何も実行していません。やり直すか、管理者に尋ねてください。',
    'access.locked':
      'この ID は誤入力が多いためロックされています（残り {minutes} 分）。検査は続きます。待つか、管理者に解除を依頼してください。',
    'access.too-often':
      'ここからの誤入力が多すぎるか、同時にサインインする人が多すぎます。{seconds} 秒後にやり直してください。',
    'access.deactivated': 'このユーザーは無効で、サインインできません。管理者に尋ねてください。',
    'access.change-due':
      'ほかの操作の前に PIN またはパスワードの変更が必要です。他の人が知っているか、期限切れです。新しいものを決めてください。',
    'access.secret-due':
      'このステーションは操作ごとに PIN を求めます。何も実行していません。PIN を入力してやり直してください。',
    'access.no-right':
      'このステーションのポリシーでは、あなたの役割にこの権限（{right}）がありません。権限のある人に頼むか、管理者にポリシーの変更を依頼してください。',
    ...accessNames(peopleTexts),
    'role.or': '{first}または{second}',
    'access.pin-rule': 'PIN は 4～8 桁です。別のものを決めてください。',
    'access.password-rule':
      'パスワードは {shortest} 文字以上 256 文字以下です。別のものを決めてください。複数の単語は覚えやすいです。',
    'access.secret-used': 'この PIN またはパスワードは最近使われました。直近 {count} 個と異なるものを決めてください。',
    'access.secret-obvious':
      'この PIN またはパスワードは推測されやすすぎます。同じ文字の繰り返し、連番、または ID と同じです。別のものを決めてください。',

    'person.not-found': 'ID が {person} のユーザーはいません。',
    'person.id-taken':
      'ID {person} は使われています（無効なユーザーの可能性があります）。ID が別の人に渡ることはありません。別のものを決めてください。',
    'person.badge-taken': 'このバッジは {person} のものです。先にそのユーザーから外してください。',
    'person.last-administrator':
      '{person} は最後の管理者です。先に別の人を管理者にしてください。そうしないと誰もユーザーを管理できなくなります。',

    'signature.needed': '署名が必要です。PIN/パスワード、意味、理由を入力してください。',
    'signature.both':
      'サインイン後の最初の署名には ID と PIN/パスワードの両方が必要です。以後は PIN/パスワードだけです。',
    'signature.secret-due':
      '前回の署名から時間が経ったため、PIN/パスワードなしでは署名できません。何も署名していません。PIN/パスワードをもう一度入力してください。',
    'signature.other-person':
      '署名はサインイン中の {person} のものではありません。何も署名していません。署名する本人としてサインインしてください。',

    'station.not-protected':
      '{address} でステーションを公開できません。未保護なので、ネットワークの誰でも変更できてしまいます。先に「このステーションを保護」または sigmaline people add で保護してください。',
    'station.tls-needed':
      'TLS なしでは {address} でステーションを公開できません。PIN やパスワードが読める状態でネットワークを流れます。--tls-certificate と --tls-key、または --tls-self-signed を指定してください。',
    'station.tls': 'TLS 証明書を使用できません：{reason}。証明書とその鍵を、どちらも PEM ファイルで指定してください。',

    'audit.no-entry': '監査証跡にエントリー {sequence} はありません。',
    'audit.no-key': 'チェックポイントに署名できません。{problem}',
    'audit.no-head':
      'チェックポイントに署名できません。監査証跡の先頭の計算に必要なものがありません（{reason}）。検査と記録は続きます。今すぐ監査証跡を検証し、データフォルダーのコピーを保管し、誰がアクセスしたか調べてください。',
    'audit.key-missing':
      '監査証跡のチェックポイントに署名する鍵 {file} がありません。検査と記録は続きますが、チェックポイントは保留されます。ファイルをコピーから戻すか、管理者に別の鍵を作ってもらってください。',
    'audit.key-unreadable':
      '監査証跡のチェックポイントに署名する鍵 {file} を読み取れません（{reason}）。検査と記録は続きますが、チェックポイントは保留されます。ファイルの権限を確認するか、コピーから戻すか、管理者に別の鍵を作ってもらってください。',
    'audit.key-sealed':
      '監査証跡のチェックポイントに署名する鍵 {file} は、この PC の Sigmaline アプリだけが持つ鍵で暗号化されていますが、ステーションはアプリなしで起動されました。アプリが再びステーションを動かすまで、チェックポイントは保留されます。',
    'audit.key-foreign':
      'ファイル {file} の鍵は、監査証跡が示すものと異なります。検査と記録は続きますが、チェックポイントは保留されます。正しいファイルをコピーから戻すか、管理者に別の鍵を作ってもらってください。',
    'audit.broken':
      '監査証跡を検証できません：{fault}{more}記録はそのまま残り、ワークの判定と記録は続きます。データフォルダーのコピーを保管し、誰がアクセスしたか調べ、署名して把握したことを示してください。',
    'audit.broken-acknowledged': '監査証跡を検証できません：{fault}{more}{by} が {at} に把握しました。',
    'audit.fault': '{text}',
    'audit.more-faults': 'ほかの問題：{count} 件。',
    'audit.not-broken': '確認するものはありません。最後の検証で監査証跡に異常はありませんでした。',
    'audit.verifier-crashed': '監査証跡の検証が完了しませんでした（{reason}）。もう一度始めてください。',
    'audit.checkpoint-folder':
      '監査証跡のチェックポイントを {folder} に書き込めません（{reason}）。共有または USB メモリが接続され、書き込めるか確認してください。Sigmaline は再試行を続けます。',
    'audit.checkpoint-relative':
      'チェックポイント用フォルダーは /media/stick や D:\\checkpoints のような完全なパスでなければなりません。{folder} は違います。何も変更していません。',
    'audit.checkpoint-in-data':
      'チェックポイント用フォルダー {folder} はデータフォルダーの中にあるか、それを含みます。記録を変更できる人がチェックポイントも変更できてしまいます。共有または USB メモリを選んでください。',
    'audit.review-due':
      '監査証跡のレビューが {since} から期限を過ぎています。品質担当または管理者がエントリーを確認し、結果に署名します。',
    'audit.period': '期間の終わりが始まりより前か、まだ終わっていません。終わった期間を選んでください。',

    'audit.unreadable':
      'データベース {file} は破損しています（{reason}）。バックアップを使ってください。問題は sigmaline verify でわかります。',
    'proof.no-chain':
      'データベースに監査証跡がないため、記録 {record} について何も証明できません。このバージョンの Sigmaline でステーションを一度開いてください。',
    'proof.no-record':
      'データベースに記録 {record} がありません。ID は記録自体またはエクスポートからコピーしてください。',
    'proof.no-entry':
      '記録 {record} はまだ監査証跡にありません。ステーションが稼働中に以前の記録を取り込みます。後でやり直してください。',
    'proof.no-checkpoint':
      '記録 {record} を含むチェックポイントがまだありません。ステーションで作成してからやり直してください。',

    'bypass.active':
      '検査を停止中です：{source}、{who}（{why}）。ワークは未検査で流れます。バイパスが終わるまで目視で確認してください。',
    'bypass.not-inspected':
      '未検査：{who} が検査を停止していました（{source}：{why}）。ワークを目視で確認するか、画像を判定し直してください。',
    'bypass.already': '検査はすでに停止中です（{source}）、{who}：{why}。別のバイパスを始める前に終了してください。',
    'bypass.too-long':
      '検査を停止できるのは最長 {most} 分です。短い時間を選んでください。最長時間は技術者がステーションの設定で決めます。',
    'bypass.unknown-reason': '理由「{reason}」はもうこのステーションの一覧にありません。別のものを選んでください。',
    'bypass.over': 'このバイパスはすでに終わっています。ほかの操作の前に画面をもう一度確認してください。',
    'bypass.all-sources': 'すべてのソース',
    'bypass.somebody': '未保護ステーションの誰か',

    'handover.not-found': 'メモ {note} はありません。メモをもう一度確認してください。',
    'handover.read-already': 'メモ {note} はすでに誰かが読みました。メモをもう一度確認してください。',
    'handover.own':
      'このメモはこのシフトであなたが書いたもので、次のシフト宛てです。読んだことは別の人か次のシフトが示します。',
    'handover.too-many': '未読のメモが {count} 件あります。見落とさないよう、次を書く前に読んでください。',

    'bench.not-found': 'この校正はもうありません。別のものを始めてください。',
    'bench.changed-meanwhile':
      'この校正は別の場所で変更されたため、何も変更していません。もう一度確認してから操作をやり直してください。',
    'bench.fitting': 'この校正はフィット中です。終わるのを待つか、キャンセルしてください。',
    'bench.too-many': '校正に使える画像は最大 {most} 枚です。いくつか外すか、小さいフォルダーを選んでください。',
    'bench.upload': 'ファイル {file} を取り込めませんでした（{reason}）。もう一度ドロップしてください。',
    'bench.examining': '画像を調べられませんでした（{reason}）。再試行します。',
    'bench.damaged':
      '作成中の校正を読み取れませんでした（{reason}）。ファイルは {folder} に移しました。何も削除していません。最初から始めてください。',
    'bench.waiting': '{count} 枚の画像を調査中です。少し待ってからフィットし直してください。',
    'bench.images-gone':
      '{file} を含む {count} 枚の画像が元の場所にありません。外すか元に戻してから、フィットし直してください。',
    'bench.survey-failed': '画像を重ねられませんでした（{reason}）。やり直してください。',
    'bench.duplicate': '{other} と同じ画像：1 回と数えます。',
    'bench.near-duplicate': '{other} とほぼ同じ画像：あまり役立ちません。',
    'bench.blurred': 'ほかより不鮮明です。',
    'bench.darker': 'ほかより暗い画像です。',
    'bench.brighter': 'ほかより明るい画像です。',
    'bench.other-size': 'サイズがほかと異なります：{usual} ではなく {found}。',
    'bench.other-position': 'ワークの位置がほかと異なります。',

    'comparison.not-found': 'この比較はもうありません。比較を一覧し直してください。',
    'comparison.same':
      '{recipe} のバージョン {version} を自分自身と比べることになります。別のバージョンを選んでください。',
    'comparison.running': 'この種の比較を実行中です。終わるのを待つか、停止してください。',
    'comparison.nothing':
      '比較対象がありません：{recipe} のバージョン {version} の保存済み検査に該当するものがありません。期間を長くするか、別の条件にしてください。',
    'comparison.images-gone':
      '画像はどれも残っていません。画像が残っている検査を選ぶか、画像を長く保管してください（設定の「保管」）。',

    'export.failed': 'エクスポート {file} を書き込めません（{reason}）。フォルダーと空き容量を確認してください。',
    'export.too-many': 'すでに {count} 件のエクスポートが待っています。待つか、不要なものをキャンセルしてください。',
    'export.no-room':
      'エクスポートには約 {needed} MB 必要ですが、{folder} のディスクの空きは {free} MB です。何も書き込んでいません。空きを増やすか、記録を減らすか、画像を除いてください。',
    'export.crashed':
      'エクスポートの処理が予期せず終了しました（{reason}）。何も残していません。もう一度エクスポートしてください。',
    'export.cancelled': 'エクスポートをキャンセルしました。何も残していません。',
    'export.interrupted':
      'エクスポートの書き込み中にステーションが停止しました。何も残していません。もう一度エクスポートしてください。',
    'export.folder':
      '定期エクスポート（{span}）を {folder} に書き込めません（{reason}）。フォルダーを確認してください。Sigmaline は再試行を続け、抜けは生じません。',
    'export.kind': '{file} としては書き込めません。{endings} で終わる名前にしてください。',

    'image.removed':
      'No. {number} のこのファイルは規則「{rule}」により削除されました（監査証跡のエントリー {entry}）。記録は残っています。',
    'keeping.clock': '時計が疑わしい間は何も削除しません。日付と時刻を確認するか、時計が正しいことを確認してください。',
    'keeping.not-looked': 'ファイルを調べられませんでした（{reason}）。何も削除していません。やり直してください。',
    'keeping.failed':
      '保管の規則を適用できませんでした。{problem}Sigmaline は明日再試行します。それまでにディスクが満杯になる可能性があります。',
    'keeping.not-removed':
      '保管の規則で {file} を含む {count} 個のファイルを削除できませんでした（{reason}）。フォルダーの権限を確認してください。Sigmaline は明日再試行します。',
    'keeping.no-rule':
      'データフォルダー {folder} のディスクが満杯に近づいていますが、削除する規則がありません。設定の「保管」で画像、マップ、サムネイルの規則を追加するか、大きなディスクに替えてください。',
    'hold.in-force': 'すでに削除禁止です。何も変更していません。',
    'hold.not-in-force': 'この削除禁止はすでに解除されたか、設定されていません。何も変更していません。',
    'restore.no-backup':
      'バックアップ {backup} はもうありません。別のものを選んでください。一覧し直すと現在のものがわかります。',
    'restore.folder':
      '何も復元していません：{folder} {reason}。データフォルダーの外にある新しいフォルダーの完全なパスを入力してください。',
    'restore.crashed':
      'バックアップを確認または復元できませんでした（{reason}）。何も変更していません。やり直してください。',
    'restore.not-intact':
      '何も復元していません。バックアップ {backup} の監査証跡を検証できません（{reason}）。古いバックアップを選び、これは調査のために保管してください。',
    'station.restored':
      'このステーションは {backupAt} のバックアップから復元されました。最後の記録は No. {last} です。その後の記録、処置、変更は含まれません：{lacks}。次の記録は No. {next} です。',
    'diagnostics.failed':
      'サポート用の ZIP を書き込めませんでした（{reason}）。空き容量を確認してください。ステーションでできない場合はコマンドラインで作成できます：sigmaline diagnostics --out FILE.zip。',

    'source.images-differ':
      '{source} の画像が変わりました。{difference}カメラ、その設定、照明を確認してください。意図した変化なら、レシピを校正し直してください。最新の該当画像は {file} です。',
    'source.fails-unlikely':
      '{source} の直近 {count} 個のうち {failed} 個が不合格です。良品だけではまず起こりません（見込み：100 個中最大 {promised} 個）。ワークが不良ならラインを止めてください。{check}',
    'source.errors-unlikely':
      '{source} の直近 {count} 枚のうち {failed} 枚を判定できませんでした。これらのワークを目視で確認してください。最新のエラー：{problem}',

    'source.verdicts-late':
      '{source} の直近 {count} 件の判定のうち {late} 件が、画像の到着から {deadline} 秒を過ぎました（直近 {minutes} 分、No. {number} は {lateMs} ms 超過）。判定を待つ装置は先に進んだ可能性があります。ラインを減速するか、判定の負荷を減らしてください（画像を小さくする、小さいバックボーンを使う、ソースを減らす）。',
    'source.wrong-product':
      'レシピは正しいですか？{source} の直近 {count} 枚の画像はほぼ全体が異常で、{recipe} を校正した製品と違うもののようです。{advice}',
    'detection.good-parts-changed':
      '{source} の合格ワークが変わりました：{scores}{change}No. {number} で確実になりました。いくつか確認し、良品で変化が続くなら、今の画像で {recipe} を校正し直してください（現在はバージョン {version} が判定）。',

    'line.foreign': 'レシピは正しいですか？このワークはほぼ全体が異常です。',
    'line.whole': 'ワーク全体が異常です。',

    'review.draft':
      'このレシピは下書きです。限界値には良品画像が足りません。ワークを目視で確認してください。限界値を得るには、良品画像を増やして校正し直してください。',
    'review.darker':
      'この画像は良品より暗いです（平均 {found}、良品 {low}～{high}）。同じ明るさなら合格です。ワークと照明を確認してください。',
    'review.brighter':
      'この画像は良品より明るいです（平均 {found}、良品 {low}～{high}）。同じ明るさなら合格です。ワークと照明を確認してください。',

    'review.too-alike':
      'この画像のスコア（{found}）は良品画像（下限 {low}）よりはるかに低く、限界値を超えるのと同様に異常です。ワークと、画像が全体を写しているかを確認してください。',

    'gate.review':
      'この画像は良品の範囲外のため合格になりません。{difference}ワークを目視で確認し、カメラ、レンズ、照明を点検してください。',
    'gate.error':
      'この画像は良品の範囲外のため判定しません。{difference}カメラ、レンズ、照明を点検し、撮り直してください。それまではワークを目視で確認してください。',

    'gate.leaving':
      '{measure}：{source} の画像が良品の範囲から外れつつあります。現在 {found}、このペースでは約 {days} 日で {bound} に達し、{recipe} で合格するワークがなくなります。その前にランプ、レンズ、カメラを点検してください。',

    'measure.brightness': '明るさ',
    'measure.rimBrightness': '縁の明るさ',
    'measure.redLessBlue': '赤と青の差',
    'measure.redLessGreen': '赤と緑の差',
    'measure.colourfulness': '色の鮮やかさ',
    'measure.contrast': 'コントラスト',
    'measure.black': '光のない部分の割合',
    'measure.white': '露出過多の割合',
    'measure.sharpness': '鮮明さ',
    'measure.positionX': '左右の位置',
    'measure.positionY': '上下の位置',
    'line.scores-higher': 'スコアが以前より高く、良品から離れています。',
    'line.scores-lower': 'スコアが以前より低く、良品どうしより似ています。',
    'changed.darker': '画像が暗くなっています。',
    'changed.brighter': '画像が明るくなっています。',
    'changed.colour': '色が変わっています。',
    'changed.position': '画像内のワークの位置が変わっています。',
    'changed.edge': '画像の縁が変わっています。',
    'changed.blurred': '画像の鮮明さが落ちています。',
    'changed.texture': '画像の質感またはノイズが増えています。',
    'changed.unknown': '光、色、位置、鮮明さからは何が変わったかわかりません。',
    'line.check-recipe': 'ラインにあるものと、ソースが使うレシピを確認してください。',
    'line.recipe-fits':
      'レシピ {recipe} ならワーク No. {number} は合格です（スコア {score}、限界値 {limit}）。ラインにあるのがそれなら、レシピを切り替えてください。',
    'line.no-recipe-fits':
      '試したほかの {count} 件のレシピでも合格になりません。ラインにあるもの、カメラとその位置を確認してください。',
    'line.check': '良品なら、照明、カメラ、位置、レシピを確認してください。',
    'line.check-images': '良品なら、画像が変わっています。{difference}',
    'differs.size': 'この画像は {found} ピクセル、良品は {good} です。',
    'differs.bits': 'この画像は 1 値あたり {found} ビット、良品は {good} です。',
    'differs.kind': 'この画像は {found}、良品は {good} です。',
    'differs.quality': 'この画像は品質 {found} の JPEG、良品は {good} です。',
    'differs.grey': 'この画像はグレー、良品画像はカラーでした。',
    'differs.colour': 'この画像はカラー、良品画像はグレーでした。',
    'differs.red-blue': 'この画像の色が異なります（赤と青が入れ替わり？）：赤－青 {found}、良品 {low}～{high}。',
    'differs.red-green': 'この画像の色が異なります：赤－緑 {found}、良品 {low}～{high}。',
    'differs.brighter': 'この画像はどの良品より明るいです：平均 {found}、良品 {low}～{high}。',
    'differs.darker': 'この画像はどの良品より暗いです：平均 {found}、良品 {low}～{high}。',
    'differs.rim': 'この画像の縁が異なります（枠？）：全体の明るさの {found} %、良品 {low}～{high} %。',
    'differs.white': 'この画像の露出過多の部分はどの良品より多いです：{found} %、良品 {low}～{high} %。',
    'differs.black': 'この画像の光のない部分はどの良品より多いです：{found} %、良品 {low}～{high} %。',
    'differs.contrast': 'この画像のコントラストはどの良品より低いです：{found}、良品 {low}～{high}。',
    'differs.position-x': 'ワークの左右の位置が異なります：縁は幅の {found} %、良品 {low}～{high} %。',
    'differs.position-y': 'ワークの上下の位置が異なります：縁は高さの {found} %、良品 {low}～{high} %。',
    'differs.blurred': 'この画像はどの良品より不鮮明です：{found}、良品 {low}～{high}。',

    'recipe.not-approved':
      '{recipe} のバージョン {version} は未承認で、このステーションでは承認済みのバージョンだけが判定します。「レシピ」画面で承認してください。',
    'recipe.retired':
      '{recipe} のバージョン {version} は廃止されました。別のバージョンを使うか、「レシピ」画面で承認し直してください。',
    'recipe.no-limit':
      '{recipe} のバージョン {version} は限界値のない下書きで、承認できません。良品画像を増やして校正してください。',
    'recipe.test-failed':
      '{recipe} のバージョン {version} は受け入れ基準を満たさずテストに不合格のため、承認できません。校正し直すか、別のバージョンをテストしてください。',
    'recipe.not-tested':
      '{recipe} のバージョン {version} はポリシーで求められるテストにまだ合格していません。ロック済みのテストセットでテストしてから承認してください。',
    'recipe.own-fit':
      '{recipe} のバージョン {version} は {person} がフィットしました。ポリシーでは別の人の承認が必要です。',
    'recipe.approved-already':
      '{recipe} のバージョン {version} はすでに承認済みです。使用するか、使用を予定してください。',
    'recipe.in-use':
      '{recipe} のバージョン {version} は使用中のため廃止できません。先に別のバージョンを使用してください。',
    'recipe.planned': '{recipe} のバージョン {version} は使用予定のため廃止できません。先に予定を取り消してください。',
    'source.recipe-by-name':
      '{source} の画像は名前で判定するレシピが決まるため、手動では切り替えられません。技術者が設定で名前の表を変更できます。',
    'source.recipe-by-view':
      '{source} のワークのビューにはそれぞれのレシピがあるため、1 つだけを手動で切り替えることはできません。ほかのビューは元のままになります。技術者が設定で変更します。',
    'source.recipe-same': '{source} はすでにレシピ {recipe} で判定しています。',
    'source.recipe-change-over':
      '{source} のレシピの切り替えは、すでに確認、取り消し、または別の切り替えがされたため、何も変更していません。',
    'source.first-part-due':
      '{source} のワークはまだ新しいレシピで判定されていません。最初のワークが判定されたら切り替えを確認してください。',
    'recipe.planned-later':
      '{recipe} のバージョン {version} は {at} から判定する予定で、ほかに承認済みのバージョンはありません。今すぐ判定させるには、「レシピ」画面で使用してください。',
    'recipe.judges-already': '{recipe} のバージョン {version} はすでに使用中です。',
    'recipe.plan-past': '{at} は過ぎています。これからの時刻を選んでください。',
    'recipe.no-lots':
      '{recipe} が判定した画像のパスにロットがないため、次のロットの始まりがわかりません。ロットを含むワークのパターンをソースに設定するか、時刻を選んでください。',
    'recipe.nothing-planned': '{recipe} に予定はありません。',
    'recipe.plan-failed':
      '{recipe} のバージョン {version} は使用中のはずですが、使用できません：{problem}前のバージョンが判定を続けます。',
    'recipe.name-taken': '「{name}」という名前のレシピはすでにあります。別の名前にしてください。',
    'package.unreadable':
      'ファイルが破損しているか途中で切れています（{reason}）。エクスポート元からコピーし直してください。',
    'package.format':
      'このファイルは Sigmaline がエクスポートしたレシピではないか、新しい Sigmaline のものです（{reason}）。エクスポートし直すか、このステーションを更新してください。',
    'package.name':
      'ファイルに、レシピの名前になりえない「{name}」が含まれています。Sigmaline が書いたものではありません。使用しないでください。',
    'package.too-large':
      'ファイルは {bytes} バイトになり、レシピの上限（{most}）を超えます。Sigmaline が書いたものではありません。使用しないでください。',
    'package.changed':
      'ファイル内の {file} はエクスポートされたものと異なります。SHA-256 が違います。エクスポート元からコピーし直してください。',
    'package.signature':
      'ファイルの署名が正しくないため（{reason}）、作成者がわかりません。元のステーションでエクスポートし直してください。',
    'package.no-key':
      'このステーションの鍵が使えないため、ファイルに署名できません。鍵の問題はステーションの状態で確認してください。',
    'package.upload': 'ファイルが完全に届きませんでした（{reason}）。もう一度選んでください。',

    'record.not-judged': '記録 No. {number} には再計算できる判定がありません。どのレシピも判定していません。',
    'record.judge-failed': 'No. {number} の画像を判定し直せません：{reason}',
    'search.not-kept':
      '検索用の索引を書き込めません：{reason}検査は続きますが、新しい記録しか見つかりません。Sigmaline は再試行を続けます。続く場合は、データフォルダーのディスクの空きを増やし、権限を確認してください。',
    'filters.too-many': '保存した条件がすでに {count} 件あります。不要なものを削除してください。',
    'disposition.not-due': 'No. {number} は合格したため処置の対象外です。何も処置していません。',
    'disposition.part-waits':
      'No. {number} のワークはまだビューを待っています。すべてそろうか、待ち時間が過ぎてから処置してください。何も処置していません。',
    'disposition.changed': '別の人が No. {number} を処置しました。何も処置していません。もう一度確認してください。',
    'disposition.unknown-words': '「{words}」はもう一覧にありません。別のものを選んでください。何も処置していません。',

    'report.span': 'レポートの終了は開始より後でなければなりません。別の期間を選んでください。',
    'report.too-many': 'すでに {count} 件のレポートが作成待ちです。待つか、いくつかキャンセルしてください。',
    'report.failed': 'レポートを作成できませんでした：{reason}。ディスクとログを確認し、もう一度作成してください。',
    'report.crashed':
      'レポートを作成する処理が予期せず終了しました（{reason}）。メモリを空けて、もう一度作成してください。',
    'report.cancelled': 'レポートをキャンセルしました。',
    'report.folder':
      'レポートを {folder} に書き込めません（{reason}）。ステーションに保存しています。フォルダーを確認するか、設定の「レポート」で別のものを指定してください。',
    'report.signer-unreadable':
      'Sigmaline が読める証明書ファイルではありません（{reason}）。証明書と鍵を含む PKCS#12 ファイル（.p12 または .pfx）を使ってください。',
    'report.signer-passphrase':
      'パスフレーズでこの証明書ファイルを開けません。もう一度入力してください。何も変更していません。',
    'report.signer-no-key':
      'このファイルには証明書に対応する秘密鍵がありません。証明書を鍵とともにエクスポートしてください。',
    'report.signer-expired':
      '{subject} の証明書の有効期間は {from} から {to} で、今日は無効です。レポートの署名には使いません。新しいものを申請してください。',
    'report.signer-kind':
      'この証明書の鍵（{kind}）ではレポートに署名できません。2048 ビット以上の RSA、または楕円曲線 P-256、P-384、P-521 のいずれかを使ってください。',
    'report.signer-missing':
      'レポートに署名する設定ですが、証明書がありません。設定の「レポート」で指定するか、署名をオフにしてください。',
    'report.signer-sealed':
      'レポートに署名する証明書は別のプログラムか PC が封印したもので、開けません（{file}）。設定の「レポート」でもう一度指定してください。',

    'archive.relative':
      'パス {folder} が完全ではありません。ルートまたはドライブ文字から始まるアーカイブの完全なパスを入力してください。',
    'archive.not-found':
      'アーカイブフォルダー {folder} がありません。作成するか、共有を接続してください。Sigmaline は作成しません。',
    'archive.not-a-folder': '{folder} はフォルダーではありません。画像の移動先フォルダーを入力してください。',
    'archive.unwritable':
      'アーカイブフォルダー {folder} に書き込めません（{reason}）。権限と空き容量を確認してください。',
    'archive.name-refused':
      'アーカイブのディスクは {file} の名前を受け付けません（{reason}）。このファイルは手作業で移動してください。ほかは引き続き移動します。',
    'archive.in-source':
      'アーカイブフォルダー {folder} がソースのフォルダー {source} と重なり、アーカイブした画像がまた判定されてしまいます。重ならないフォルダーを選んでください。',
    'archive.in-data':
      'アーカイブフォルダー {folder} がステーションのデータフォルダーと重なります。重ならないフォルダーを選んでください。',
    'afterwards.archive':
      'ソース {source} の記録済み画像 {count} 枚がアーカイブへの移動を待っています。{problem}それまでは元の場所に残ります。Sigmaline は再試行を続けます。',
    'afterwards.delete':
      'ソース {source} の記録済み画像 {count} 枚が削除を待っています。{problem}Sigmaline は再試行を続けます。',
    'afterwards.older-problem': '{sentence}',
    'afterwards.returned':
      'データベースの復元後、ソース {source} のアーカイブ画像 {count} 枚に記録がありませんでした。アーカイブ {folder} から元の場所に戻し、判定し直します。',
    'afterwards.not-returned':
      'データベースの復元後、ソース {source} のアーカイブ画像 {count} 枚に記録がありませんでした。名前がソースで使われているか、複数のソースがこのアーカイブを共有しているため、アーカイブ {folder} に残っています：{names}。判定するには別の名前でソースにコピーしてください。',
    'afterwards.not-searched':
      'データベースの復元で記録を失った画像を、ソース {source} のアーカイブ {folder} から探せませんでした。{problem}Sigmaline は再試行を続けます。',
    'clock.jumped':
      'この PC の時計がずれました：{from} のはずが {to} でした。時計が直るか、24 時間の稼働で正しく動くか、技術者が確認するまで、画像の削除とアーカイブを行いません。日付、時刻、時刻サーバーを確認してください。',
    'clock.moved':
      'この PC の時計は、前回の稼働時に {from}、再起動時に {to} でした。24 時間の稼働で正しく動くか、技術者が確認するまで、画像の削除とアーカイブを行いません。それほど長く停止していなかったなら、時計を合わせてください。',
    'clock.held':
      'この PC の時計は {from} から {to} になり、24 時間の稼働で正しく動いたため、正しいものとします。以後に記録した画像はこの時刻でアーカイブします。間違っているなら時計を合わせてください。',
    'clock.jumped-again': '時計がまた {to} にずれました。確認する前に日付と時刻を調べてください。',

    'test-set.not-found': 'このテストセットはもうありません。テストセットを一覧し直してください。',
    'test-set.name': '{name} という別のテストセットがあります。別の名前にしてください。',
    'test-set.locked':
      'テストセット {name} はロック済みです。中身は変わりません。コピーを作り、それを変更してください。',
    'test-set.not-locked':
      'テストセット {name} はロックされていません。先にロックしてください。テストするものは後で変わってはなりません。',
    'test-set.too-many': 'テストセットは最大 {most} 枚ですが、これは {count} 枚になります。2 つ目を作ってください。',
    'test-set.defect':
      '欠陥の種類 {defect} はステーションの一覧にありません。一覧から選ぶか、「設定」の「処置」で追加してください。',
    'test-set.no-criteria':
      'テストセット {name} に基準がありません。ロックする前に、バージョンが満たすべき条件を書いてください。',
    'test-set.unlabelled':
      'テストセット {name} の画像 {count} 枚にラベルがありません。ラベルを付けるか、理由を書いて除外してください。ポリシーで 2 つのラベルが必要な場合は 2 人で付けます。',
    'test-set.differing':
      'テストセット {name} の画像 {count} 枚で 2 人のラベルが異なります。一緒に確認し、一方が付け直すか、理由を書いて除外してください。',
    'test-set.too-few-good':
      '基準には良品が {needed} 個以上必要ですが、テストセットには {count} 個です。良品を追加するか、基準を緩めてください。',
    'test-set.too-few-defects':
      '基準には不良が {needed} 個以上必要ですが、テストセットには {count} 個です。不良を追加するか、基準を緩めてください。',
    'test-set.class-missing':
      '基準は欠陥の種類 {defect} を求めていますが、テストセットにそのワークがありません。追加するか、基準から外してください。',
    'test-set.altered':
      'テストセット {name} のファイル {file} は追加したものと異なります。データフォルダーで何が変えたか調べてください。この画像ではもうテストできません。',
    'test-set.same-image':
      '画像 {image} はテストセット {set} にあります。テストに使うものから学習してはなりません。良品画像から外してください。',
    'test-set.same-part':
      '画像 {image} のワーク {serial} はテストセット {set} にあります。テストに使うものから学習してはなりません。このワークの画像をすべて良品画像から外してください。',
    'test-set.near-image':
      '画像 {image} はテストセット {set} の {other} とほぼ同じです。テストに使うものから学習してはなりません。良品画像から外してください。',
    'test-set.not-compared':
      '良品画像とテストセットの画像を比べられませんでした（{reason}）。校正をもう一度始めてください。再発する場合はログを添えて報告してください。',
    'test-run.not-found': 'このテストはもうありません。テストセットを一覧し直してください。',
    'test-run.running': 'テストを実行中です。終わるのを待つか、停止してください。',
    'test-run.draft':
      '{recipe} のバージョン {version} には限界値がなく、要確認にしかできません。良品画像を増やして校正してからテストしてください。',
    'test-run.calibration-image':
      'このテストセットの画像 {file} はバージョン {version} の良品画像です。学習したものではテストできません。別のバージョンをテストするか、テストセットのコピーでこの画像を除外してください。',
    'test-run.not-judged': '画像を判定しています。すべて終わってからヒートマップを確認してください。',

    'stamp.not-a-checkpoint':
      'ファイル {checkpoint} はチェックポイントではないため、タイムスタンプを要求しません。ステーションがチェックポイント用フォルダーまたはエクスポートの隣に書いたファイルを使ってください。',
    'stamp.unreadable':
      '{stamp} はタイムスタンプ局の応答ではないか、一部が欠けています（{reason}）。バイナリファイルとして取得し直してください。',
    'stamp.refused':
      'タイムスタンプが与えられませんでした。{stamp} は拒否の応答です（状態 {status}、{reason}）。もう一度要求し、再び拒否されたら局に問い合わせてください。',
    'stamp.other-file':
      '{stamp} はこの内容に対するものではありません。チェックポイントが改変されたか、別のファイルのものです。要求に使ったチェックポイントを使ってください。',
    'stamp.hash':
      '{stamp} のハッシュ {hash} は信頼できません（SHA-256、SHA-384、SHA-512 が必要）。SHA-256 のタイムスタンプを局に要求してください。',
    'stamp.no-certificate':
      '{stamp} に局の証明書が含まれていません。証明書も求める sigmaline audit stamp-request で要求してください。',
    'stamp.signature':
      '{stamp} の署名が正しくありません（{reason}）：改変または偽造されています。局から取得し直してください。',
    'stamp.other-certificate':
      '{stamp} は含まれる証明書に対して署名されていないか、SHA-1 だけで示しています（RFC 5816 の ESSCertIDv2 が必要）。証明書を SHA-256 で示すタイムスタンプを局に要求してください。',
    'stamp.purpose':
      '{stamp} に署名した {authority} の証明書はタイムスタンプ専用ではありません。タイムスタンプ局に要求してください。',
    'stamp.expired':
      '{stamp} に署名した {authority} の証明書は、示された時刻 {at} に有効ではありませんでした。別のタイムスタンプを要求してください。',
    'stamp.untrusted':
      '{stamp} に署名した {authority} の証明書は、--ca で渡され {at} に有効だった証明書につながりません。局が公開する証明書を指定してください。',

    internal:
      '予期しないエラーが発生しました：{reason}。ステーションを再起動してください。再発する場合はログを添えて報告してください。',

    'image.not-found':
      '画像 {file} がありません。パスと、ほかの何かがフォルダーのファイルを移動・削除していないか確認してください。',
    'image.unreadable':
      '画像 {file} を読み取れません（{reason}）。権限と、置かれているディスクまたは共有を確認してください。',
    'image.empty': 'ファイル {file} が空です。カメラが書き込みを終えたか確認してください。',
    'image.not-an-image':
      'ファイル {file} は Sigmaline が読める画像ではありません（PNG、JPEG、TIFF、BMP、WebP、PGM、PPM）。カメラが書くものを確認してください。',
    'image.truncated':
      '画像 {file} が途中で終わっています。切れたか、まだ書き込み中です。カメラとその接続を確認してください。',
    'image.corrupt': '画像 {file} が破損しています（{reason}）。カメラと書き込み先のディスクを確認してください。',
    'image.too-large': '画像 {file} は {pixels} ピクセルです。最大 {limit} です。カメラの解像度を下げてください。',
    'image.unsupported':
      '画像 {file} の形式には対応していません（{reason}）。カメラを 8 または 16 ビットのグレーか RGB にしてください。',

    'position.not-found':
      '画像 {file} でワークが見つかりません。写っているものと良品の類似は {likeness} %、必要なのは {least} % です。ワーク全体が写り、このレシピのものか確認してください。良品がこう見えるなら、そのような画像も使って校正してください。',
    'position.no-shape':
      '良品画像に、ワークの位置を示す共通の形がありません。類似 {likeness} %、偶然なら {chance} % です。ワークを囲んで領域を描くか、固定の位置を選んでください。',
    'position.reference-gone': '領域を描いた画像が良品画像にありません。領域を描き直すか、その画像を戻してください。',

    'image.changed':
      '画像 {file} は完成後、判定の前に変わりました。画像ごとに別の名前を付けるようにカメラを設定してください。',

    'image.recipe-unknown':
      '{file} を判定するレシピがありません。名前がソースの知るレシピを示していません。名前の語をソースのレシピに追加するか、カメラで名前を直してください。画像は判定していません。',
    'image.not-released':
      '画像 {file} の目印 {sidecar} が間に合いませんでした。ワークを目視で確認し、そのファイルが書かれなかった理由を調べてください。',

    'folder.not-found': 'フォルダー {folder} がありません。パスと、共有が接続されているか確認してください。',
    'folder.unreadable': 'フォルダー {folder} を読み取れません（{reason}）。権限を確認してください。',
    'folder.not-a-folder': '{folder} はフォルダーではありません。画像のあるフォルダーを入力してください。',
    'folder.no-images':
      'フォルダー {folder} に画像がありません（PNG、JPEG、TIFF、BMP、WebP、PGM、PPM）。パスを確認してください。',
    'dataset.layout':
      'フォルダー {folder} は MVTec 形式のデータセットではありません：{missing} がありません。train/good と test/CLASS が必要です。',

    'recipe.not-found': '{recipe} という名前のレシピはありません。ここのレシピ：{known}。',
    'recipe.version-not-found': 'レシピ {recipe} にバージョン {version} はありません。ここのバージョン：{known}。',
    'recipe.changed-meanwhile':
      '{recipe} のバージョン {version} は別の場所で使用開始されたため、何も変更していません。選ぶ前にバージョンを確認し直してください。',
    'recipe.draft-unasked':
      '{recipe} のバージョン {version} は限界値のない下書きで、バージョン {used} には限界値があります。下書きではすべてのワークを人が確認します。それでよければ画面で選んで確認するか、コマンドに --draft を付けてください。',
    'recipe.file':
      'ファイル {file} は Sigmaline が読めるレシピではありません（{reason}）。sigmaline recipe export が書いた ONNX ファイルを使ってください。',
    'recipe.name': '「{name}」はレシピの名前にできません。英字か数字が 1 つ以上必要です。',
    'recipe.corrupt':
      'レシピ {recipe} を使用できません（{reason}）。別のバージョンを使うか、校正し直すか、フォルダーをバックアップから復元してください。',
    'calibration.too-few-images':
      '過検出率 {target} には良品画像が {needed} 枚以上必要ですが、{count} 枚です。{remedy}',
    'calibration.too-few-for-draft':
      '下書きには異なる良品 {needed} 個以上の画像が必要ですが、{count} 個です。良品画像を追加してください。',
    'calibration.too-few-parts':
      '過検出率 {target} には異なる良品 {needed} 個以上の画像が必要ですが、この {images} 枚は {count} 個だけです（何度撮影しても 1 回と数えます）。{remedy}',
    'calibration.group':
      'パターン「{group}」では同じワークの画像がわかりません。グループ (?<serial>...) を含む正規表現（例：「(?<serial>\\d+)-」）を書いてください。',
    'calibration.group-unmatched':
      'パターン「{group}」は名前 {file} にシリアルを見つけられません。パターンを変えるか、その画像を移してください。',
    'calibration.identical-images': '良品画像 {count} 枚がすべて同じです。異なる良品の画像で校正してください。',
    'calibration.mask-empty':
      'マスクがすべてを無視しています。見る箇所がありません。一部を外してからフィットし直してください。',
    'calibration.degenerate': 'ガウス分布をフィットできません：{reason}。良品画像を確認してください。',
    'calibration.image-failed': '良品画像 {file} を使用できません：{reason}',
    'calibration.crashed':
      'フィットの処理が予期せず終了しました（{reason}）。メモリを空けるか画像を減らしてください。何も変更していません。',
    'calibration.cancelled': '校正をキャンセルしました。何も変更していません。',
    'calibration.running': '校正を実行中です。終わるのを待つか、キャンセルしてください。',
    'calibration.unknown-run': '校正の実行 {runId} はありません。終わったか、ステーションが再起動されました。',
    'calibration.npca':
      'NPCA では良品 {count} 個のフィットに何時間もかかります。このバックボーンでは最大 {most} 個です。NPCA を外すか、良品を減らしてください。',
    'drift.scores-rise':
      '後の良品画像は、前のものよりほかと異なります。撮影の途中で何か（照明、工具、材料）が変わりました。新しい画像を確認し、今後の良品がそう見えるなら、同様の画像を増やしてください。',
    'drift.scores-fall':
      '前の良品画像は、後のものよりほかと異なります。撮影の途中で何か（照明、工具、材料）が変わりました。古い画像を確認し、良品がもうそう見えないなら外してください。',
    'drift.brighter': '後の良品画像は前のものより明るいです。ランプと露出を確認してください。',
    'drift.darker': '後の良品画像は前のものより暗いです。ランプと露出を確認してください。',
    'drift.sharper': '後の良品画像は前のものより鮮明です。ピントとレンズを確認してください。',
    'drift.blurred': '後の良品画像は前のものより不鮮明です。ピントとレンズを確認してください。',
    'drift.colour': '後の良品画像は前のものと色が異なります。ランプとホワイトバランスを確認してください。',
    'drift.position': '後の良品画像は前のものとワークの位置が異なります。治具とカメラを確認してください。',
    'target.review':
      '要確認の範囲は、過検出率 {target} より大きく 50 % 以下の良品の割合から始まらなければなりません。{review} は該当しません。割合を大きくするか、要確認の範囲なしにしてください。',
    'target.review-empty':
      'ほかと異なる画像を除いたため、限界値だけで良品の {expected} が不合格になる見込みで、{review} からの要確認の範囲は空になります。割合を大きくするか、要確認の範囲なしにしてください。',
    'target.invalid': '目標過検出率は 0.1 % から 50 % の間でなければなりません。{target} は範囲外です。',

    'backbone.not-found': 'バックボーン {backbone} はありません。ここのバックボーン：{known}。',
    'backbone.corrupt':
      'バックボーン {backbone} がマニフェストと一致しません（{reason}）。インストールし直してください。',
    'backbone.unknown':
      '公開されたバックボーン {backbone} はありません。公開されているもの：{known}。ほかは ONNX ファイルとして追加してください。',
    'backbone.id':
      '「{id}」はバックボーンの ID にできません。my-network のように、英小文字、数字、ハイフンを使ってください。',
    'backbone.exists':
      'バックボーン {backbone} はすでにあります。先に削除するか、新しいものに別の ID を付けてください。何も変更していません。',
    'backbone.built-in': 'バックボーン {backbone} は内蔵で、削除できません。',
    'backbone.output': 'ONNX ファイルに出力 {output} がありません。出力：{known}。',
    'backbone.checksum':
      '{file} は期待したファイルではありません。SHA-256 は {expected} ではなく {found} です。何もインストールしていません。ダウンロードまたはコピーし直してください。',
    'backbone.unpinned':
      'このバージョンには {address} を照合する SHA-256 がないため、何もダウンロードしていません。公開された SHA-256 を --sha256 で渡すか、手動でダウンロードして --from FILE で追加してください。',
    'backbone.crashed':
      'バックボーンを追加する処理が予期せず終了しました（{reason}）。何もインストールしていません。メモリを空けてやり直してください。',
    'backbone.cancelled': 'バックボーンの追加をキャンセルしました。何もインストールしていません。',

    'download.unreachable':
      'アドレス {address} に到達できません（{reason}）。接続を確認するか、別の場所でダウンロードして --from FILE で追加してください。',
    'download.refused':
      'アドレス {address} の応答は {status} です。アドレスを確認するか、別の場所でダウンロードして --from FILE で追加してください。',
    'download.interrupted':
      '{address} からのダウンロードが {done} バイトで止まりました（{reason}）。同じコマンドをもう一度実行すると続きから再開します。',

    'onnx.unreadable': 'ONNX ファイルを読み取れません（{reason}）。コピーまたはエクスポートし直してください。',
    'weights.not-found': 'ファイル {file} がありません。パスを確認してください。',
    'weights.unreadable': '重み {file} を読み取れません（{reason}）。ダウンロードまたはコピーし直してください。',
    'weights.missing-tensor':
      '重み {file} にテンソル {tensor} がありません。別のネットワークのものか、前の段で終わっています。このネットワークのファイルを使ってください。',
    'weights.unexpected-tensor':
      '重み {file} に、このネットワークにない {tensor} があります。別のネットワークのものです。このネットワークのファイルを使ってください。',
    'weights.wrong-shape':
      '重み {file} の {tensor} は {found} ですが、{expected} が必要です。別のネットワークのものです。このネットワークのファイルを使ってください。',
    'onnx.unsupported': 'ONNX ファイルを使用できません：{reason}。{remedy}',
    'onnx.not-quantisable': 'バックボーンは 8 ビット整数で動きません：{reason}。',

    'lane.crashed':
      '{file} の判定中に検査プロセスが終了しました。2 回目も失敗しました。ワークを目視で確認してください。',
    'lane.timeout': '画像 {file} は {seconds} 秒以内に判定されませんでした。ワークを目視で確認してください。',
    'lane.run-failed':
      'レシピを {file} で実行できませんでした（{reason}）。メモリを空けるかステーションを再起動し、ワークを目視で確認してください。',
    'lane.not-finite':
      '{file} でレシピの {output} が数値になりませんでした。ワークを目視で確認し、レシピを校正し直してください。',
    'lane.memory':
      '{file} で許容量（{megabytes} MB）を超えるメモリを使ったため、検査プロセスを停止しました。2 回目も失敗しました。ワークを目視で確認してください。',
    'lane.provider-failed':
      'レシピを {provider} で実行できません（{reason}）。グラフィックドライバーを確認するか、実行プロバイダーに CPU を選んでください。',
    'provider.failed':
      '{provider} が失敗したため（{reason}）、レシピ {recipe} は CPU で動いています。判定は正しいままですが遅くなる場合があります。保全担当に伝えてください。原因を直したら、設定の「レーン」で「再試行」を選んでください。',
    'provider.refused':
      'レシピ {recipe} は、設定の {provider} ではなく CPU で動いています：{reason}。グラフィックドライバーを確認するか、設定を変えてください。',
    'provider.memory':
      'GPU のチェック結果（{file}）を読み取れませんでした：{reason}。ファイルは {kept} として残し、GPU を再チェックします。',
    'lane.unwritable': 'ファイル {file} を書き込めません（{reason}）。フォルダーの権限とディスクを確認してください。',
    'map.unusable': '異常マップ {file} を使用できません（{reason}）。画像を検査し直してください。',
    'lane.start':
      '検査プロセスを起動できません（{reason}）。Sigmaline を再インストールするか、ログを確認してください。',

    'source.not-found': 'ソース {source} はありません。',
    'source.duplicate': 'フォルダー {folder} はすでにソース {source} が監視しています。',
    'source.nested':
      'フォルダー {folder} はステーションのデータフォルダーの中にあります。カメラが書き込むフォルダーを選んでください。',
    'source.overlap':
      'フォルダー {folder} がソース {source} のフォルダーと重なり、ファイルが 2 回判定されてしまいます。重ならないフォルダーを選んでください。',
    'source.holds-data':
      'フォルダー {folder} はステーションのデータフォルダーを含みます。カメラが書き込むフォルダーを選んでください。',
    'source.holds-archive':
      'フォルダー {folder} がソース {source} のアーカイブと重なり、アーカイブした画像がまた判定されてしまいます。重ならないフォルダーを選んでください。',
    'source.include':
      '対象ファイルのパターン「{pattern}」が正しくありません（{reason}）。「*.png」や「camera-2/**」のように書いてください。',
    'source.exclude':
      '除外するファイルのパターン「{pattern}」が正しくありません（{reason}）。「*-preview.png」のように書いてください。',
    'source.pattern':
      'ワークのパターンが正規表現ではありません（{reason}）。(?<serial>[0-9]+)-(?<view>[a-z]+) のように書き、パスで試してください。',
    'source.recipe-group':
      'レシピをファイル名で選ぶ設定ですが、ワークのパターンがレシピを読みません。(?<recipe>[A-Z]+)-(?<serial>[0-9]+) のように、グループ (?<recipe>...) を追加してください。',
    'source.recipe-table':
      'ワークのパターンはファイル名からレシピを読みますが、どの語がどのレシピか決まっていません。レシピの横に書くか、パターンからグループ recipe を外してください。',
    'source.view-group':
      'ワークに複数のビューがありますが、ワークのパターンがビューを読みません。(?<serial>[0-9]+)_(?<view>[a-z]+) のように、グループ (?<view>...) を追加してください。',
    'source.serial-group':
      'ビューをシリアルでまとめる設定ですが、ワークのパターンがシリアルを読みません。グループ (?<serial>...) を追加するか、到着でまとめてください。',
    'source.view-unknown':
      'ソースの画像はビュー「{view}」とされていますが、その名前のビューを持つワークがありません。次から選んでください：{known}。',
    'source.view-shown':
      '変更していません：{names} がまだこのソースのワークのビューを写しており、それぞれを別のワークとして判定してしまいます。先に {names} を変更するか取り除いてください。',
    'source.view-source':
      'ワークのまとめ方を決めるソースがないか、そのソースにビューがありません。先にそのビューを設定するか、別のソースを選んでください。',
    'source.recipe-named':
      '名前がレシピ {recipe} を求める画像が待っています。このレシピは今使用できません。{problem}使用できるようになりしだい判定します。',
    'source.pattern-slow':
      'ワークのパターンは {path} で時間がかかりすぎます。簡単にしてください：(a+)+ のような繰り返しの中の繰り返しが主な原因です。',
    'source.pattern-groups':
      'ワークのパターンのグループ名 {found} では何も見つかりません。{known} のうち少なくとも 1 つ（例：(?<serial>[0-9]+)）だけを使ってください。',
    'source.file-refused':
      '{file} はリンクか通常のファイルでないため、検査しません{others}。画像ファイル自体をフォルダーに置いてください。',
    'source.file-garbled': '{file} の名前を読み取れないため、検査しません{others}。',
    'source.file-unreachable': '{file} にアクセスできません（{reason}）{others}。権限を確認してください。',
    'source.file-endless':
      '{file} は {minutes} 分間書き込み中で未完成のため、まだ判定していません。カメラを確認してください。',
    'source.files-unfinished':
      '{file} は未完成のまま、しばらく変化していません{others}。カメラとその接続を確認してください。',
    'source.files-foreign': '{pattern} という名前の {count} 個のファイルは画像でないため、検査しません{others}。',
    'source.folder-unreadable': '{file} を読み取れません{others}。権限を確認してください。',
    'source.names-unmatched':
      '直近 {files} 個のファイルのうち {count} 個が、ソースのシリアル・ロット・ビューのパターンに一致しません。最後は {file} です。',
    'source.names-slow':
      '直近 {files} 個のファイルのうち {count} 個で、ソースのシリアル・ロット・ビューのパターンに時間がかかりすぎます。最後は {file} です。パターンを簡単にしてください。',
    'source.recipe-before':
      'レシピ {recipe} の設定中に届いた画像が待っています。このレシピで判定しますが、今は使用できません。{problem}使用できるようになりしだい判定します。',
    'source.unwatched': '{folder} を監視できません（{reason}）。Sigmaline は一覧して新しい画像を探します。',
    'source.unwritable':
      'ファイル {file} を移動も削除もできません（{reason}）。フォルダーの書き込み権限をステーションに与え、ほかのプログラムでファイルを閉じてください。',
    'source.name-taken': 'ソース {source} はすでにあり、{folder} を監視しています。別の名前にしてください。',
    'source.shared':
      '{machine} のステーション「{station}」が、このステーションも監視する {folder} の画像を移動または削除しています。判定前に画像が消える可能性があります。ステーションごとに別のフォルダーにしてください。',
    'source.views-mix':
      '{withinSeconds} 秒以内に届いた画像は 1 個のワークにまとめられますが、ワークは {cycleSeconds} 秒ごとに来ます。自分のビューが欠けたワークが、次のワークのビューで揃ってしまうことがあります。ソースの「詳細」、「ワークの単位」で、その半分より短い時間を選んでください。',
    'source.quiet':
      '{since} 以降 {folder} に画像が届いていません。通常は {cycleSeconds} 秒ごとに 1 個です。ラインが動いていれば、カメラ、トリガー、接続を確認してください。ワークが判定なしで流れています。',
    'folder.silent': 'フォルダー {folder} が応答しません。共有が接続されているか確認してください。',
    'folder.relative':
      'パス {folder} が完全ではありません。ルートまたはドライブ文字から始まる完全なパスを入力してください。',
    'inspection.not-found': '検査 {inspection} はありません。',
    'resource.not-found': '{resource} はありません。',

    'station.locked':
      'データフォルダー {folder} は別のステーション（プロセス {pid}）が使用中です。それを停止するか、--data で別のフォルダーを指定してください。',
    'station.not-asked':
      '{folder} でステーションが動いているため、この操作はそれだけが行えますが、ここからは依頼できません（{reason}）。その画面の設定の「レシピ」で行うか、先にステーションを停止してください。',
    'station.not-running':
      '{folder} で動いているステーションはありません。sigmaline serve --data "{folder}" で起動するか、--data で別のフォルダーを指定してください。',
    'station.data-folder':
      'データフォルダー {folder} を使用できません（{reason}）。権限と空き容量を確認するか、--data で別のものを指定してください。',
    'station.disk-full': '{folder} のディスクが満杯です。空きを増やすと検査が自動で再開します。',
    'station.port': 'ポート {port} を開けません（{reason}）。--port で別のものを選んでください。',
    'station.token':
      'トークンファイル {file} を使用できません（{reason}）。英字、数字、-、_ を 16～256 文字だけ含む必要があります。',
    'station.no-interface': '画面がビルドされていません（{folder} がありません）。npm run build を実行してください。',
    'station.disk-low': '{folder} のディスクの空きは {megabytes} MB だけです。満杯になる前に空きを増やしてください。',
    'station.disk-ending':
      '{folder} のディスクの空きは {megabytes} MB だけです。今のペースで約 {parts} 個、{hours} 時間分です。満杯になる前に空きを増やしてください。',
    'station.disk-files-full':
      '{folder} のディスクは、空き容量にかかわらずこれ以上ファイルを置けません。いくつか削除または移動すると検査が自動で再開します。',
    'station.disk-files-low':
      '{folder} のディスクに置けるファイルは、空き容量にかかわらずあと {left} 個です。満杯になる前にいくつか削除または移動してください。',
    'station.disk-files-ending':
      '{folder} のディスクに置けるファイルはあと {left} 個です。今のペースで約 {parts} 個、{hours} 時間分です。満杯になる前にいくつか削除または移動してください。',
    'station.backlog-growing':
      'ワークの到着が判定を上回っています。直近 {minutes} 分は毎分 {arriving} 個、このステーションの能力は {held} 個です。ラインを減速するか、判定の負荷を減らしてください（画像を小さくする、小さいバックボーンを使う、ソースを減らす）。レーンの優先事項が判定時間なら、毎分の判定数に変えると改善することがあります。',
    'station.backlog-slow':
      '{count} 枚の画像が判定待ちで、最も古いものは {seconds} 秒経過しています。増え続ける場合はラインを減速してください。',
    'station.backlog-stuck':
      '{count} 枚の画像が判定待ちで、最も古いものは {seconds} 秒経過しています。ラインを止めて技術者を呼んでください。ワークが判定なしで流れています。',
    'storage.newer':
      'データベース {file} は新しい Sigmaline のものです（スキーマ {found}、このバージョンは {known}）。新しいバージョンをインストールしてください。',
    'storage.older':
      'データベース {file} は古い Sigmaline のものです（スキーマ {found}、このバージョンは {known}）。ステーションを一度起動して更新してください。',
    'storage.not-found':
      'データベース {file} がありません。--data でステーションのデータフォルダーを指定してください。',
    'storage.corrupt': 'データベース {file} が破損しています（{reason}）。最新のバックアップを復元してください。',
    'storage.read-only':
      'データベース {file} に書き込めません。ディスクまたはフォルダーが読み取り専用です（{reason}）。書き込み可能にすると検査が自動で再開します。',
    'storage.restored':
      '記録が破損していたため復元しました：{backupAt} のバックアップから {restored} 件、破損したファイルから新しい {salvaged} 件。{unreadable} 件は読み取れませんでした。記録を失った画像は判定し直します。{next} 以降の番号はすでに使われた可能性があります。破損したデータベース（{reason}）は {folder} にあります。',
    'storage.begun-anew':
      '記録が破損し、使えるバックアップがありませんでした。破損したファイルから {salvaged} 件を読み取り、{unreadable} 件は読み取れませんでした。記録を失った画像は判定し直します。{next} 以降の番号はすでに使われた可能性があります。破損したデータベース（{reason}）は {folder} にあります。',
    'storage.suspected':
      'データベース {file} は使用中に破損したように見えました（{reason}）。完全なチェックでは破損がありませんでした。ステーションのディスクとメモリをテストしてください。',
    'storage.moved':
      'データベース {file} が稼働中に移動または削除されました。元に戻すかステーションを再起動すると、検査が自動で再開します。',
    'storage.log-held':
      '別のプログラムが読み取りのために開いたままなので、データベース {file} のログが {megabytes} MB になりました。そのプログラム（データベースビューアー、レポート、バックアップツール）を閉じると自動で小さくなります。',
    'backup.failed': '記録を {folder} にバックアップできませんでした：{reason}Sigmaline は再試行を続けます。',
    'backup.crashed': 'バックアップの処理が予期せず終了しました（{reason}）。',
    'notice.not-found': '通知 {notice} はありません。',
    'storage.failed': 'データベース {file} に書き込めません（{reason}）。ディスクを確認してください。',
    'settings.value':
      '{file} の設定 {setting} の値はこのバージョンでは使えないため、既定値を使います。設定で決め直してください。',
    'source.stored':
      'フォルダー {folder} のソースは、このバージョンが読めない形で {file} に保存されているため、監視していません。設定で追加し直してください。',
    'calibration.list': '画像リスト {file} を使用できません（{reason}）。1 行に 1 枚、パスで書く必要があります。',
    'settings.file':
      '設定ファイル {file} を使用できません：{reason}。書ける内容は sigmaline calibrate --print-schema でわかります。',
    'settings.file-key':
      '設定ファイル {file} に「{key}」がありますが、その名前の設定はありません。直すか取り除いてください。設定の名前は sigmaline calibrate --print-schema でわかります。',
    'settings.corrupt': '設定ファイル {file} を読み取れません（{reason}）。{kept} として残し、既定値を使います。',
    'settings.changed-meanwhile':
      '別の画面が設定 {setting} を変更したため、何も保存していません。もう一度保存すると新しい値を置き換えます。',

    'demo.running': 'デモはすでに動いています。',

    'request.unknown': '要求 {request} はありません。',
    'request.invalid': '要求 {request} が正しくありません：{reason}。',
    'request.forbidden':
      'この操作（{request}）には「{role}」の役割が必要です。何も実行していません。その役割の人がサインインしてください。',
    ...japaneseAuditFaults,
    ...japaneseConnectionSentences,
    ...japaneseExecutionReasons,
    ...japaneseReasons,
    ...japaneseListWords,

    'count.or-more': '{count} 以上',
    'count.more': '（ほか {count} 件）',

    'usage.invalid': '{reason}',
  },
};
