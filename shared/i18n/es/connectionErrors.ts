import type { CONNECTION_SENTENCES } from '../connectionErrors.ts';

export const spanishConnectionSentences: Readonly<Record<keyof typeof CONNECTION_SENTENCES, string>> = {
  'connection.lost': 'Se ha perdido la conexión con la estación. Sigmaline sigue intentándolo.',

  'connection.not-found': 'Esta conexión ya no existe. Mire otra vez la lista de conexiones.',
  'connection.name-taken': 'Otra conexión ya se llama «{name}». Elija otro nombre.',
  'connection.changed-meanwhile':
    'Otra pantalla ha cambiado «{name}» entretanto, así que no se ha hecho nada. Vuelva a mirar y repita entonces lo que quería.',
  'connection.aside-over': 'El mensaje {sequence} ya no está apartado: el receptor lo tiene. Vuelva a mirar la lista.',
  'connection.certificate-unknown': 'El certificado {fingerprint} ya no está. Vuelva a mirar la lista.',
  'connection.other-kind': 'Una conexión conserva su tipo ({kind}). Cree una nueva para otro protocolo.',
  'connection.not-certificate':
    '«{field}» no contiene ningún certificado legible. Péguelo como texto PEM, de BEGIN CERTIFICATE a END CERTIFICATE.',
  'connection.not-key':
    '«{secret}» no contiene ninguna clave legible. Péguela como texto PEM sin contraseña, de BEGIN PRIVATE KEY a END PRIVATE KEY.',
  'connection.secret-unknown': 'Una conexión de este tipo no guarda ningún «{secret}». Omítalo.',
  'connection.secret-in-settings':
    '«{field}» contiene una clave privada. Lo que hay ahí lo puede leer quien ve la configuración: ponga solo el certificado, y la clave en Secretos.',
  'connection.secret-missing': 'Falta «{secret}». Introduzca el valor; se guarda donde nadie puede leerlo.',
  'connection.secret-form': '«{secret}» no tiene la forma {form}. Cree uno con: {command}',
  'connection.name-authority': 'Certificado de quien firmó el del receptor (PEM)',
  'connection.name-certificate': 'Certificado de esta estación (PEM)',
  'connection.name-user': 'Usuario',
  'connection.name-password': 'Contraseña',
  'connection.name-key': 'Clave privada (PEM)',
  'connection.name-secret': 'Secreto de firma',
  'connection.secrets-unreadable':
    'Los secretos de las conexiones no se pueden leer ({reason}). Introduzca de nuevo sus contraseñas y claves.',
  'connection.is-off': 'La conexión «{name}» está desactivada. Actívela para probarla.',

  'connection.port-taken': 'Otro programa ya escucha en el puerto {port} de {address}. Ciérrelo, o elija otro puerto.',
  'connection.cannot-listen':
    'La estación no puede escuchar en el puerto {port} de {address} ({reason}). Elija una dirección de este equipo y un puerto que pueda usar.',
  'connection.unreachable': 'No se puede llegar a {where} ({reason}). Revise la dirección, la red y el receptor.',
  'connection.timeout': '{where} no respondió en {seconds} s. Revise la red y el receptor.',
  'connection.sign-in': '{where} rechaza el usuario y la contraseña ({reason}). Revise ambos.',
  'connection.certificate':
    'El certificado de {where} no es de confianza ({reason}). Revíselo, e indique el certificado de quien lo firmó.',
  'connection.not-tls':
    '{where} no usa TLS en ese puerto ({reason}). Revise el puerto, y si el receptor está configurado para el cifrado.',
  'connection.own-certificate':
    'El certificado o la clave de esta conexión no se puede usar ({reason}). Indique ambos como textos PEM.',
  'connection.refused': '{where} rechaza el mensaje ({reason}). Vea qué espera y envíelo entonces de nuevo.',
  'connection.database':
    '{where} no puede guardar lo que se le envía ({reason}; SQLSTATE {state}). Muéstrelo a quien se ocupa de la base de datos.',
  'connection.folder':
    'No se puede escribir en la carpeta {folder} de una conexión ({reason}). Revise el recurso compartido y sus permisos.',
  'connection.folder-full':
    'El disco o recurso compartido de la carpeta {folder} de una conexión está lleno. Libere espacio allí; todo espera y se enviará entonces.',
  'connection.folder-away':
    'La carpeta {folder} de una conexión ya no está en su recurso compartido: no hay nada montado en {mount}. Vuelva a montarlo; todo espera y se enviará entonces. Si la carpeta se trasladó a propósito, configure la conexión de nuevo.',
  'connection.package-missing':
    'El paquete {package} {version} no está instalado. Instálelo (npm install --prefix "{folder}" {package}@{version}); la conexión se iniciará entonces automáticamente.',
  'connection.receiver-newer':
    '{where} contiene tablas de una versión más nueva ({version}; esta estación conoce {known}). Actualice antes esta estación.',

  'connection.no-authentication':
    '{protocol} no usa contraseñas: quien llega al puerto {port} de {address} puede leer y escribir. Manténgalo en la red de la línea.',
  'connection.certificate-ends':
    'El certificado de la estación caduca el {until}; entonces los clientes lo rechazan. Cree uno nuevo en «Quién puede conectarse» y haga que los clientes confíen en él.',
  'connection.certificate-ended':
    'El certificado de la estación caducó el {until} y los clientes lo rechazan. Cree uno nuevo en «Quién puede conectarse» y haga que los clientes confíen en él.',
  'connection.certificate-names':
    'El certificado de la estación no nombra {names}, donde los clientes la encuentran ahora. Los clientes que lo comprueban lo rechazan. Cree uno nuevo en «Quién puede conectarse» y haga que confíen en él.',
  'connection.client-certificate-ends':
    'El certificado de {client} caduca el {until}; entonces la estación lo rechaza. Cree uno nuevo en el cliente, haga que se conecte y confíe en él.',
  'connection.client-certificate-ended':
    'El certificado de {client} caducó el {until} y la estación lo rechaza. Cree uno nuevo en el cliente, haga que se conecte y confíe en él.',
  'connection.client-certificate-time':
    'La estación rechazó a {client}: su certificado es válido de {from} a {until}, y el reloj de la estación marca {now}. Corrija el reloj que esté mal. Si ambos están bien, cree un certificado nuevo en el cliente y confíe en él aquí.',
  'connection.client-takes-places':
    'Los clientes en {where} tienen {count} sesiones, el máximo para una dirección, y se rechazó una más. Cierre las que nadie necesite.',
  'connection.client-stuck':
    'Un cliente en {where} no leía lo que se le enviaba y fue desconectado. Revise el programa de allí y la red.',
  'connection.client-sign-in':
    '{client} en {where} inició sesión con un usuario o una contraseña incorrectos ({count} veces seguidas). Corrija ambos en el cliente. Si nadie conoce este cliente, rechace su certificado en «Quién puede conectarse».',
  'connection.not-encrypted': 'La conexión con {where} no está cifrada: otros en la red pueden leer lo que se envía.',

  'connection.failed': 'La conexión «{name}» no funciona: {why}',
  'connection.waiting-long':
    '{count} mensajes esperan a «{name}» desde {since}. Lo que tiene más de {days} días ya no se envía. {why}',
  'connection.far-behind':
    '{count} mensajes esperan a «{name}», el más antiguo desde {since}: recibe menos de los que hay. Lo que tiene más de {days} días ya no se envía. Envíe más en una llamada o archivo, o haga más rápido el receptor.',
  'connection.too-old':
    '{count} mensajes a «{name}» tenían más de {days} días y no se enviaron. Están en los registros de esta estación.',
  'connection.set-aside':
    '{count} mensajes fueron rechazados por «{name}» y apartados. Vea por qué, y envíelos de nuevo.',
  'connection.connector-away':
    'El proceso de las conexiones terminó ({reason}) y arranca de nuevo. Entretanto las salidas no muestran ningún resultado.',

  'connection.not-allowed':
    '«{name}» no puede hacer esto ({what}). Un técnico lo permite en la configuración de la conexión.',
  'connection.command-unreadable':
    'La línea envió un comando que no se puede leer ({reason}). Vea su forma en los documentos de esta conexión.',
  'connection.command-unknown': 'La línea envió el comando {command}, que esta estación no conoce. Conoce: {known}.',
  'connection.command-wrong':
    'La línea envió el comando {command}, y lo que dice de {field} falta o no está permitido. Vea su forma en los documentos de esta conexión.',
  'connection.command-retained': 'el bróker lo tenía guardado de antes: envíe los comandos sin «retain»',
  'connection.command-large': 'tiene más de {most} bytes',
  'connection.command-no-object': 'no es un objeto JSON',
  'connection.reason-nobody': 'allí no escucha nada: {code}',
  'connection.reason-no-name': 'ningún equipo se llama así: {code}',
  'connection.reason-silent': 'no llegó respuesta: {code}',
  'connection.reason-no-way': 'no hay ruta hasta allí: {code}',
  'connection.reason-ended': 'cerró la conexión: {code}',
  'connection.reason-no-card': 'ninguna tarjeta de red de este equipo tiene esta dirección: {code}',
  'connection.reason-administrators': 'el sistema reserva este puerto a los administradores: {code}',
  'connection.reason-no-folder': 'no existe esa carpeta: {code}',
  'connection.reason-no-right': 'este usuario no puede escribir allí: {code}',
  'connection.reason-read-only': 'solo se puede leer: {code}',
  'connection.source-unknown': 'El origen pedido no pertenece a esta conexión.',
  'connection.result-over': 'El resultado {sequence} ya no es válido; el más nuevo es {newest}.',
  'connection.recipe-unknown': 'La línea pidió la receta {recipe}, que esta estación no tiene.',
  'connection.recipe-other':
    'La línea anunció una pieza de la receta {announced}; el origen juzga con {judges}. Cambie la receta, o lo que la línea anuncia.',
  'connection.bypass-of-person':
    'Sigue activo un bypass iniciado por {who}, y la línea solo puede terminar lo que la línea inició. Termínelo en la estación.',
  'connection.announced-early':
    'La estación acaba de arrancar y revisa la carpeta de {source}. Anuncie la pieza de nuevo dentro de un momento.',
  'connection.announced-many':
    '{count} piezas anunciadas esperan sus imágenes. Compruebe que la cámara escribe, y restablezca después la conexión.',
  'connection.announced-late': 'La línea anunció la pieza {part}, y no llegó ninguna imagen en {seconds} s.',
  'connection.announced-other':
    'La línea anunció la pieza {announced}; la imagen dice {found}. Revise el orden de la línea; la pieza necesita a una persona.',
};
