import type { CONNECTION_SENTENCES } from '../connectionErrors.ts';

export const chineseConnectionSentences: Readonly<Record<keyof typeof CONNECTION_SENTENCES, string>> = {
  'connection.lost': '与检测站的连接已断开。Sigmaline 会不断重试。',

  'connection.not-found': '此接口已不存在。请再次查看接口列表。',
  'connection.name-taken': '已有名为“{name}”的接口。请另选名称。',
  'connection.changed-meanwhile': '另一屏幕已更改“{name}”，因此未执行任何操作。请再次查看，然后重复您的操作。',
  'connection.aside-over': '消息 {sequence} 已不再搁置：接收方已收到。请重新查看列表。',
  'connection.certificate-unknown': '证书 {fingerprint} 已不存在。请重新查看列表。',
  'connection.other-kind': '接口的类型（{kind}）不可更改。其他协议请新建接口。',
  'connection.not-certificate':
    '“{field}”中没有可读取的证书。请粘贴 PEM 文本，从 BEGIN CERTIFICATE 到 END CERTIFICATE。',
  'connection.not-key':
    '“{secret}”中没有可读取的密钥。请粘贴不带密码的 PEM 文本，从 BEGIN PRIVATE KEY 到 END PRIVATE KEY。',
  'connection.secret-unknown': '此类接口不保存“{secret}”。请去掉。',
  'connection.secret-in-settings':
    '“{field}”含有私钥。能查看设置的人都能读到：此处只填证书，私钥请填在“密码和密钥”中。',
  'connection.secret-missing': '未设置“{secret}”。请输入；它会保存在无人能读取之处。',
  'connection.secret-form': '“{secret}”的格式不是 {form}。请用以下命令生成：{command}',
  'connection.name-authority': '接收方证书签发者的证书（PEM）',
  'connection.name-certificate': '本检测站的证书（PEM）',
  'connection.name-user': '用户名',
  'connection.name-password': '密码',
  'connection.name-key': '私钥（PEM）',
  'connection.name-secret': '签名密钥',
  'connection.secrets-unreadable': '无法读取接口的密码和密钥（{reason}）。请重新输入接口的密码和密钥。',
  'connection.is-off': '接口“{name}”已关闭。请打开后测试。',

  'connection.port-taken': '另一程序已在 {address} 的端口 {port} 上监听。请结束它，或另选端口。',
  'connection.cannot-listen': '检测站无法在 {address} 的端口 {port} 上监听（{reason}）。请选择本机的地址和可用的端口。',
  'connection.unreachable': '无法访问 {where}（{reason}）。请检查地址、网络和接收方。',
  'connection.timeout': '{where} 在 {seconds} 秒内未应答。请检查网络和接收方。',
  'connection.sign-in': '{where} 拒绝用户名和密码（{reason}）。请检查两者。',
  'connection.certificate': '{where} 的证书不受信任（{reason}）。请检查，并提供其签发者的证书。',
  'connection.not-tls': '{where} 在该端口不使用 TLS（{reason}）。请检查端口，以及接收方是否已设置加密。',
  'connection.own-certificate': '此接口的证书或密钥无法使用（{reason}）。请以 PEM 文本提供两者。',
  'connection.refused': '{where} 拒绝该消息（{reason}）。请查明其要求，然后重新发送。',
  'connection.database': '{where} 无法保存发送给它的内容（{reason}；SQLSTATE {state}）。请告知数据库管理人员。',
  'connection.folder': '无法写入接口的文件夹 {folder}（{reason}）。请检查共享及其权限。',
  'connection.folder-full': '接口文件夹 {folder} 所在的磁盘或共享已满。请腾出空间；所有消息会等待，之后再发送。',
  'connection.folder-away':
    '接口文件夹 {folder} 已不在其共享上：{mount} 未挂载。请重新挂载共享；所有消息会等待，之后再发送。如果有意移动了文件夹，请重新设置该接口。',
  'connection.package-missing':
    '未安装软件包 {package} {version}。请安装（npm install --prefix "{folder}" {package}@{version}）；之后接口会自行启动。',
  'connection.receiver-newer': '{where} 中的表来自更新的版本（{version}；本检测站支持 {known}）。请先更新本检测站。',

  'connection.no-authentication':
    '{protocol} 没有密码：能访问 {address} 端口 {port} 的人都可读写。请将其限制在产线网络内。',
  'connection.certificate-ends':
    '检测站的证书将于 {until} 到期，届时客户端会拒绝它。请在“谁可以连接”中生成新证书，并让客户端信任它。',
  'connection.certificate-ended':
    '检测站的证书已于 {until} 到期，客户端会拒绝它。请在“谁可以连接”中生成新证书，并让客户端信任它。',
  'connection.certificate-names':
    '检测站的证书未包含 {names}，而客户端现在通过它找到检测站。检查此项的客户端会拒绝它。请在“谁可以连接”中生成新证书，并让客户端信任它。',
  'connection.client-certificate-ends':
    '{client} 的证书将于 {until} 到期，届时检测站会拒绝它。请在客户端生成新证书，让它连接，然后信任它。',
  'connection.client-certificate-ended':
    '{client} 的证书已于 {until} 到期，检测站会拒绝它。请在客户端生成新证书，让它连接，然后信任它。',
  'connection.client-certificate-time':
    '检测站拒绝了 {client}：其证书的有效期为 {from} 至 {until}，而检测站的时钟显示 {now}。请校正有误的时钟。如果两者都正确，请在客户端生成新证书，并在此处信任它。',
  'connection.client-takes-places':
    '{where} 上的客户端已有 {count} 个会话，达到一个地址的上限，新的会话已被拒绝。请结束不再需要的会话。',
  'connection.client-stuck': '{where} 上的一个客户端不读取发送给它的数据，已被断开。请检查那里的程序和网络。',
  'connection.client-sign-in':
    '{where} 处的 {client} 用错误的用户名或密码登录（连续 {count} 次）。请在客户端更正。如无人认识此客户端，请在“谁可以连接”中拒绝其证书。',
  'connection.not-encrypted': '与 {where} 的连接未加密：网络中的他人可读取发送的内容。',

  'connection.failed': '接口“{name}”不工作：{why}',
  'connection.waiting-long': '自 {since} 起有 {count} 条消息等待发往“{name}”。超过 {days} 天的不再发送。{why}',
  'connection.far-behind':
    '有 {count} 条消息等待发往“{name}”，最早的自 {since} 起：接收速度跟不上。超过 {days} 天的不再发送。请增加每次调用或每个文件的条数，或提高接收方的速度。',
  'connection.too-old': '发往“{name}”的 {count} 条消息超过 {days} 天，未发送。它们在本检测站的记录中。',
  'connection.set-aside': '{count} 条消息被“{name}”拒绝并搁置。请查明原因并重新发送。',
  'connection.connector-away': '接口进程已结束（{reason}）并正在重启。期间设备读不到任何结果。',

  'connection.not-allowed': '“{name}”无权执行此操作（{what}）。由工程师在接口设置中允许。',
  'connection.command-unreadable': '产线发来的命令无法读取（{reason}）。其格式见此接口的文档。',
  'connection.command-unknown': '产线发来命令 {command}，本检测站不认识。认识的命令：{known}。',
  'connection.command-wrong': '产线发来命令 {command}，其中 {field} 缺失或不允许。其格式见此接口的文档。',
  'connection.command-retained': '这是消息代理保留的旧命令：发送命令时不要用“retain”',
  'connection.command-large': '超过 {most} 字节',
  'connection.command-no-object': '不是 JSON 对象',
  'connection.reason-nobody': '那里没有程序监听：{code}',
  'connection.reason-no-name': '没有此名称的计算机：{code}',
  'connection.reason-silent': '没有应答：{code}',
  'connection.reason-no-way': '没有通往它的路由：{code}',
  'connection.reason-ended': '它关闭了连接：{code}',
  'connection.reason-no-card': '本机没有网卡使用此地址：{code}',
  'connection.reason-administrators': '系统只允许管理员使用此端口：{code}',
  'connection.reason-no-folder': '没有这个文件夹：{code}',
  'connection.reason-no-right': '此用户无权在那里写入：{code}',
  'connection.reason-read-only': '它是只读的：{code}',
  'connection.source-unknown': '此接口不负责所请求的图像源。',
  'connection.result-over': '结果 {sequence} 已过期；最新的是 {newest}。',
  'connection.recipe-unknown': '产线请求配方 {recipe}，而本检测站没有。',
  'connection.recipe-other':
    '产线预告的是配方 {announced} 的工件；图像源按 {judges} 判定。请更换配方，或更改产线的预告。',
  'connection.bypass-of-person': '由 {who} 开始的旁路仍在进行；产线只能结束由产线开始的旁路。请在检测站结束它。',
  'connection.announced-early': '检测站刚刚启动，正在查看 {source} 的文件夹。请稍后再次预告该工件。',
  'connection.announced-many': '{count} 个已预告的工件在等待图像。请检查相机是否写入，然后重置接口。',
  'connection.announced-late': '产线预告了工件 {part}，但 {seconds} 秒内没有图像到达。',
  'connection.announced-other': '产线预告的工件为 {announced}；图像显示为 {found}。请检查产线顺序；该工件须由人处理。',
};
