import type { CONNECTION_SENTENCES } from '../connectionErrors.ts';

export const japaneseConnectionSentences: Readonly<Record<keyof typeof CONNECTION_SENTENCES, string>> = {
  'connection.lost': 'ステーションとの接続が切れました。Sigmaline は再試行を続けます。',

  'connection.not-found': 'この接続はもうありません。接続の一覧をもう一度確認してください。',
  'connection.name-taken': '「{name}」という別の接続がすでにあります。別の名前にしてください。',
  'connection.changed-meanwhile':
    '別の画面が「{name}」を変更したため、何も行われませんでした。もう一度確認してから、操作をやり直してください。',
  'connection.aside-over':
    'メッセージ {sequence} はもう退避されていません。受信側が受け取りました。一覧をもう一度確認してください。',
  'connection.certificate-unknown': '証明書 {fingerprint} はもうありません。一覧をもう一度確認してください。',
  'connection.other-kind': '接続の種類（{kind}）は変えられません。別のプロトコルには新しい接続を作ってください。',
  'connection.not-certificate':
    '「{field}」に読み取れる証明書がありません。BEGIN CERTIFICATE から END CERTIFICATE までの PEM テキストを貼り付けてください。',
  'connection.not-key':
    '「{secret}」に読み取れる鍵がありません。パスフレーズなしの PEM テキストを BEGIN PRIVATE KEY から END PRIVATE KEY まで貼り付けてください。',
  'connection.secret-unknown': 'この種類の接続は「{secret}」を持ちません。外してください。',
  'connection.secret-in-settings':
    '「{field}」に秘密鍵が含まれています。設定を見られる人は誰でも読めます。ここには証明書だけを入れ、鍵は「機密情報」に入れてください。',
  'connection.secret-missing': '「{secret}」が設定されていません。入力してください。誰にも読めない場所に保管します。',
  'connection.secret-form': '「{secret}」が {form} の形式ではありません。次のコマンドで作成してください：{command}',
  'connection.name-authority': '受信側の CA 証明書（PEM）',
  'connection.name-certificate': 'このステーションの証明書（PEM）',
  'connection.name-user': 'ユーザー',
  'connection.name-password': 'パスワード',
  'connection.name-key': '秘密鍵（PEM）',
  'connection.name-secret': '署名シークレット',
  'connection.secrets-unreadable': '接続の機密情報を読み取れません（{reason}）。パスワードと鍵を入力し直してください。',
  'connection.is-off': '接続「{name}」はオフです。テストするにはオンにしてください。',

  'connection.port-taken':
    '別のプログラムがすでに {address} のポート {port} を使っています。終了させるか、別のポートを選んでください。',
  'connection.cannot-listen':
    'ステーションは {address} のポート {port} で待ち受けできません（{reason}）。この PC のアドレスと使えるポートを選んでください。',
  'connection.unreachable': '{where} に到達できません（{reason}）。アドレス、ネットワーク、受信側を確認してください。',
  'connection.timeout': '{where} が {seconds} 秒以内に応答しませんでした。ネットワークと受信側を確認してください。',
  'connection.sign-in': '{where} がユーザー名とパスワードを拒否しました（{reason}）。両方を確認してください。',
  'connection.certificate':
    '{where} の証明書は信頼されていません（{reason}）。確認し、発行した CA の証明書を指定してください。',
  'connection.not-tls':
    '{where} のこのポートは TLS に対応していません（{reason}）。ポートと、受信側で暗号化が設定されているかを確認してください。',
  'connection.own-certificate':
    'この接続の証明書または鍵を使用できません（{reason}）。両方を PEM テキストで指定してください。',
  'connection.refused': '{where} がメッセージを拒否しました（{reason}）。求められる内容を確認し、送り直してください。',
  'connection.database':
    '{where} は送られた内容を保存できません（{reason}、SQLSTATE {state}）。データベースの担当者に見せてください。',
  'connection.folder': '接続のフォルダー {folder} に書き込めません（{reason}）。共有とその権限を確認してください。',
  'connection.folder-full':
    '接続のフォルダー {folder} のディスクまたは共有がいっぱいです。空き容量を確保してください。それまですべて待機し、その後送信されます。',
  'connection.folder-away':
    '接続のフォルダー {folder} は共有の上にありません：{mount} に何もマウントされていません。共有を再びマウントしてください。それまですべて待機し、その後送信されます。意図的に移動した場合は、接続を設定し直してください。',
  'connection.package-missing':
    'パッケージ {package} {version} がありません。インストールしてください（npm install --prefix "{folder}" {package}@{version}）。その後、接続は自動的に始まります。',
  'connection.receiver-newer':
    '{where} のテーブルは新しいバージョンのものです（{version}、このステーションは {known}）。先にこのステーションを更新してください。',

  'connection.no-authentication':
    '{protocol} にはパスワードがありません：{address} のポート {port} に届く人は誰でも読み書きできます。ラインのネットワーク内に限定してください。',
  'connection.certificate-ends':
    'ステーションの証明書は {until} に期限が切れ、以後クライアントに拒否されます。「接続できる相手」で新しい証明書を作り、クライアントに信頼させてください。',
  'connection.certificate-ended':
    'ステーションの証明書は {until} に期限切れとなり、クライアントに拒否されます。「接続できる相手」で新しい証明書を作り、クライアントに信頼させてください。',
  'connection.certificate-names':
    'ステーションの証明書には、クライアントが今ステーションを見つける {names} が含まれていません。これを確認するクライアントは拒否します。「接続できる相手」で新しい証明書を作り、信頼させてください。',
  'connection.client-certificate-ends':
    '{client} の証明書は {until} に期限が切れ、以後ステーションは拒否します。クライアントで新しい証明書を作り、接続させ、それを信頼してください。',
  'connection.client-certificate-ended':
    '{client} の証明書は {until} に期限切れとなり、ステーションに拒否されます。クライアントで新しい証明書を作り、接続させ、それを信頼してください。',
  'connection.client-certificate-time':
    'ステーションは {client} を拒否しました。証明書の有効期間は {from} から {until} までですが、ステーションの時計は {now} を示しています。間違っている時計を直してください。どちらも正しい場合は、クライアントで新しい証明書を作り、ここで信頼してください。',
  'connection.client-takes-places':
    '{where} のクライアントのセッション数が 1 つのアドレスの上限 {count} に達しているため、新しいセッションを拒否しました。不要なセッションを終了してください。',
  'connection.client-stuck':
    '{where} のクライアントが送信データを読み取らないため、切断しました。そこのプログラムとネットワークを確認してください。',
  'connection.client-sign-in':
    '{where} の {client} が誤ったユーザーまたはパスワードでサインインしました（連続 {count} 回）。クライアントの設定を直してください。誰も知らないクライアントなら、「接続できる相手」で証明書を拒否してください。',
  'connection.not-encrypted': '{where} との接続は暗号化されていません。ネットワークの他の人が送信内容を読めます。',

  'connection.failed': '接続「{name}」が動いていません：{why}',
  'connection.waiting-long':
    '{count} 件のメッセージが {since} から「{name}」を待っています。{days} 日を過ぎたものは送りません。{why}',
  'connection.far-behind':
    '{count} 件のメッセージが「{name}」を待っています（最も古いものは {since} から）。受信が追いついていません。{days} 日を過ぎたものは送りません。1 回の呼び出しまたは 1 ファイルで送る件数を増やすか、受信側を速くしてください。',
  'connection.too-old':
    '「{name}」宛ての {count} 件は {days} 日を過ぎたため送りませんでした。このステーションの記録にあります。',
  'connection.set-aside':
    '{count} 件のメッセージが「{name}」に拒否され、退避されています。理由を確認し、送り直してください。',
  'connection.connector-away':
    '接続の処理が終了し（{reason}）、再起動しています。その間、機器が読む値に結果は出ません。',

  'connection.not-allowed': '「{name}」はこれ（{what}）を行えません。技術者が接続の設定で許可します。',
  'connection.command-unreadable':
    'ラインからのコマンドを読み取れません（{reason}）。形式はこの接続の文書を確認してください。',
  'connection.command-unknown':
    'ラインがコマンド {command} を送りましたが、このステーションでは使えません。使えるもの：{known}。',
  'connection.command-wrong':
    'ラインがコマンド {command} を送りましたが、{field} がないか、許されない値です。形式はこの接続の文書を確認してください。',
  'connection.command-retained': 'ブローカーが以前のものを保持していました。「retain」なしで送信してください',
  'connection.command-large': '{most} バイトを超えています',
  'connection.command-no-object': 'JSON オブジェクトではありません',
  'connection.reason-nobody': 'そこで待ち受けているものがありません：{code}',
  'connection.reason-no-name': 'この名前のコンピューターはありません：{code}',
  'connection.reason-silent': '応答がありません：{code}',
  'connection.reason-no-way': '到達する経路がありません：{code}',
  'connection.reason-ended': '相手が接続を閉じました：{code}',
  'connection.reason-no-card': 'この PC のどのネットワークカードにもこのアドレスはありません：{code}',
  'connection.reason-administrators': 'このポートは管理者専用です：{code}',
  'connection.reason-no-folder': 'そのようなフォルダーはありません：{code}',
  'connection.reason-no-right': 'このユーザーには書き込み権限がありません：{code}',
  'connection.reason-read-only': '読み取り専用です：{code}',
  'connection.source-unknown': 'この接続は求められたソースの担当ではありません。',
  'connection.result-over': '結果 {sequence} は過ぎました。最新は {newest} です。',
  'connection.recipe-unknown': 'ラインがレシピ {recipe} を求めましたが、このステーションにはありません。',
  'connection.recipe-other':
    'ラインはレシピ {announced} のワークを通知しましたが、ソースは {judges} で判定しています。レシピか、ラインの通知を変えてください。',
  'connection.bypass-of-person':
    '{who} が始めたバイパスが続いています。ラインが終了できるのはラインが始めたバイパスだけです。ステーションで終了してください。',
  'connection.announced-early':
    'ステーションは起動したばかりで、{source} のフォルダーを確認しています。少し待ってからワークをもう一度通知してください。',
  'connection.announced-many':
    '通知されたワーク {count} 個が画像を待っています。カメラが書き込んでいるか確認し、接続をリセットしてください。',
  'connection.announced-late': 'ラインがワーク {part} を通知しましたが、{seconds} 秒以内に画像が届きませんでした。',
  'connection.announced-other':
    'ラインが通知したのはワーク {announced} ですが、画像は {found} です。ラインの順序を確認してください。このワークは人の確認が必要です。',
};
