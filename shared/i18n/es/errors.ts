import { accessNames } from '../accessErrors.ts';
import type { ErrorLanguage } from '../errors.ts';
import { spanishAuditFaults } from './auditFaults.ts';
import { spanishConnectionSentences } from './connectionErrors.ts';
import { spanishExecutionReasons } from './executionReasons.ts';
import { peopleTexts } from './people.ts';
import { spanishListWords, spanishReasons } from './reasons.ts';

/** The sentence of every error code, in Spanish. */
export const spanishErrors: ErrorLanguage = {
  locale: 'es-ES',
  onDay: (clock, day) => `${clock} del ${day}`,
  unknown: (name) => `(${name}: desconocido)`,
  sentences: {
    'access.open':
      'Esta estación está abierta: todavía no tiene personas, y esto necesita una. Elija «Proteger esta estación» y cree el primer administrador.',
    'access.protected': 'Esta estación ya está protegida. Inicie sesión como administrador para añadir personas.',
    'access.station-stopped':
      'Esta estación está protegida, así que una persona debe iniciar sesión para esto. Arranque la estación y diga quién es con --as.',
    'access.signed-out':
      'Aquí nadie ha iniciado sesión, o se ha agotado el tiempo sin actividad. No se ha hecho nada. Inicie sesión e inténtelo de nuevo.',
    'access.refused':
      'El identificador, el PIN o la contraseña no son correctos. No se ha hecho nada. Inténtelo de nuevo o consulte a un administrador.',
    'access.locked':
      'Este identificador está bloqueado tras demasiados intentos erróneos, durante {minutes} minutos más. La inspección continúa. Espere, o pida a un administrador que lo desbloquee.',
    'access.too-often':
      'Desde aquí hubo demasiados intentos erróneos, o demasiadas personas inician sesión a la vez. Inténtelo de nuevo en {seconds} segundos.',
    'access.deactivated': 'Esta persona está desactivada y no puede iniciar sesión. Consulte a un administrador.',
    'access.change-due':
      'Hay que cambiar el PIN o la contraseña antes de poder hacer otra cosa: otra persona lo conoce, o ha caducado. Elija uno nuevo.',
    'access.secret-due':
      'Esta estación pide el PIN en cada acción. No se ha hecho nada. Introduzca el PIN e inténtelo de nuevo.',
    'access.no-right':
      'Las directivas de esta estación no dan a su rol derecho a esto ({right}). Pídaselo a quien pueda, o pida a un administrador que cambie la directiva.',
    ...accessNames(peopleTexts),
    'role.or': '{first} o {second}',
    'access.pin-rule': 'Un PIN tiene de 4 a 8 cifras. Elija otro.',
    'access.password-rule':
      'Una contraseña tiene al menos {shortest} y como máximo 256 caracteres. Elija otra; varias palabras se recuerdan bien.',
    'access.secret-used': 'Este PIN o contraseña se usó hace poco. Elija uno distinto de los últimos {count}.',
    'access.secret-obvious':
      'Este PIN o contraseña es demasiado fácil de adivinar: repite un carácter, cuenta hacia arriba o hacia abajo, o es el identificador. Elija otro.',

    'person.not-found': 'No hay ninguna persona con el identificador {person}.',
    'person.id-taken':
      'El identificador {person} está ocupado, quizá por alguien desactivado. Un identificador nunca pasa a otra persona; elija otro.',
    'person.badge-taken': 'Esta tarjeta pertenece a {person}. Quítesela primero a esa persona.',
    'person.last-administrator':
      '{person} es el último administrador. Haga antes administrador a otra persona: si no, nadie podría gestionar personas.',

    'signature.needed': 'Esto necesita una firma: indique su PIN o contraseña, el significado y el motivo.',
    'signature.both':
      'La primera firma tras iniciar sesión necesita el identificador y el PIN o contraseña; las siguientes, solo lo segundo.',
    'signature.secret-due':
      'Su última firma es demasiado antigua para firmar sin PIN o contraseña. No se ha firmado nada. Indíquelo otra vez.',
    'signature.other-person':
      'La firma no es de {person}, que ha iniciado sesión aquí. No se ha firmado nada. Inicie sesión como la persona que firma.',

    'station.not-protected':
      'La estación no se puede publicar en {address}: está abierta, y cualquiera en la red podría cambiarla. Protéjala primero, con «Proteger esta estación» o sigmaline people add.',
    'station.tls-needed':
      'La estación no se puede publicar en {address} sin TLS: los PIN y las contraseñas viajarían legibles por la red. Indique --tls-certificate y --tls-key, o --tls-self-signed.',
    'station.tls':
      'El certificado TLS no se puede usar: {reason}. Indique un certificado y su propia clave, ambos como archivos PEM.',

    'audit.no-entry': 'La cadena de auditoría no tiene la entrada {sequence}.',
    'audit.no-key': 'No se puede firmar ningún punto de control. {problem}',
    'audit.no-head':
      'No se puede firmar ningún punto de control: falta algo de lo que se calcula el final de la cadena de auditoría ({reason}). La estación sigue inspeccionando y registrando. Verifique ahora la cadena de auditoría, guarde una copia de la carpeta de datos y averigüe quién tuvo acceso a ella.',
    'audit.key-missing':
      'Falta la clave que firma los puntos de control de la cadena de auditoría, {file}. La estación sigue inspeccionando y registrando; los puntos de control esperan. Reponga el archivo desde una copia, o pida a un administrador que cree otra clave.',
    'audit.key-unreadable':
      'La clave que firma los puntos de control de la cadena de auditoría, {file}, no se puede leer ({reason}). La estación sigue inspeccionando y registrando; los puntos de control esperan. Revise los permisos del archivo o repóngalo desde una copia, o pida a un administrador que cree otra clave.',
    'audit.key-sealed':
      'La clave que firma los puntos de control de la cadena de auditoría, {file}, está sellada con un secreto que solo tiene la aplicación Sigmaline de este equipo, y la estación se arrancó sin ella. Los puntos de control esperan hasta que la aplicación vuelva a ejecutar la estación.',
    'audit.key-foreign':
      'El archivo {file} contiene una clave distinta de la que nombra la cadena de auditoría. La estación sigue inspeccionando y registrando; los puntos de control esperan. Reponga el archivo correcto desde una copia, o pida a un administrador que cree otra clave.',
    'audit.broken':
      'La cadena de auditoría no supera la verificación: {fault} {more}Los registros se conservan como están, y las piezas se siguen juzgando y registrando. Guarde una copia de la carpeta de datos, averigüe quién tuvo acceso a ella y reconozca este aviso con una firma.',
    'audit.broken-acknowledged':
      'La cadena de auditoría no supera la verificación: {fault} {more}{by} lo reconoció el {at}.',
    'audit.fault': '{text}',
    'audit.more-faults': 'Otros fallos además: {count}. ',
    'audit.not-broken': 'No hay nada que reconocer: la última verificación halló íntegra la cadena de auditoría.',
    'audit.verifier-crashed': 'La verificación de la cadena de auditoría no terminó ({reason}). Iníciela otra vez.',
    'audit.checkpoint-folder':
      'Los puntos de control de la cadena de auditoría no se pueden escribir en {folder} ({reason}). Compruebe que el recurso compartido o la memoria USB está conectado y admite escritura. Sigmaline sigue intentándolo.',
    'audit.checkpoint-relative':
      'La carpeta para puntos de control debe ser una ruta completa, como /media/stick o D:\\checkpoints; {folder} no lo es. No se ha cambiado nada.',
    'audit.checkpoint-in-data':
      'La carpeta para puntos de control, {folder}, está dentro de la carpeta de datos de la estación o la contiene: quien cambia los registros podría cambiar también los puntos de control. Elija un recurso compartido o una memoria USB.',
    'audit.review-due':
      'Una revisión de la cadena de auditoría está pendiente desde {since}. Calidad o un administrador revisa las entradas y firma lo encontrado.',
    'audit.period': 'El periodo termina antes de empezar, o aún no ha terminado. Elija un periodo ya cerrado.',

    'audit.unreadable':
      'La base de datos {file} está dañada ({reason}). Use una copia de seguridad; sigmaline verify dice qué está mal.',
    'proof.no-chain':
      'La base de datos no tiene cadena de auditoría, así que no se puede probar nada del registro {record}. Deje que esta versión de Sigmaline abra la estación una vez.',
    'proof.no-record':
      'La base de datos no tiene el registro {record}. Copie el identificador del propio registro o de una exportación.',
    'proof.no-entry':
      'El registro {record} aún no está en la cadena de auditoría: la estación incorpora los anteriores mientras funciona. Inténtelo más tarde.',
    'proof.no-checkpoint':
      'Ningún punto de control cubre todavía el registro {record}. Cree uno en la estación e inténtelo de nuevo.',

    'bypass.active':
      'La inspección está desactivada: {source}, por {who} ({why}). Salen piezas sin inspección: revíselas a mano hasta que termine el bypass.',
    'bypass.not-inspected':
      'Sin inspeccionar: {who} había desactivado la inspección ({source}: {why}). Revise la pieza a mano, o juzgue su imagen de nuevo.',
    'bypass.already':
      'La inspección ya está desactivada ({source}), por {who}: {why}. Termine ese bypass antes de empezar otro.',
    'bypass.too-long':
      'La inspección se puede desactivar como máximo {most} minutos. Elija un tiempo más corto; el más largo lo fija un técnico en la configuración de la estación.',
    'bypass.unknown-reason': 'El motivo «{reason}» ya no está en la lista de esta estación. Elija otro.',
    'bypass.over': 'Este bypass ya ha terminado. Mire la pantalla otra vez antes de hacer otra cosa.',
    'bypass.all-sources': 'todos los orígenes',
    'bypass.somebody': 'alguien en la estación abierta',

    'handover.not-found': 'No hay ninguna nota número {note}. Mire las notas otra vez.',
    'handover.read-already': 'Alguien ya ha leído la nota número {note}. Mire las notas otra vez.',
    'handover.own':
      'Usted escribió esta nota en este turno: es para el próximo. La debe dar por leída otra persona o el próximo turno.',
    'handover.too-many':
      '{count} notas están sin leer. Léalas antes de escribir otra, para que ninguna pase inadvertida.',

    'bench.not-found': 'Esta calibración ya no existe. Empiece otra.',
    'bench.changed-meanwhile':
      'Esta calibración se cambió entretanto en otro lugar, así que no se ha cambiado nada. Mírela otra vez y repita lo que hizo.',
    'bench.fitting': 'Esta calibración se está ajustando. Espere a que termine, o cancele el ajuste.',
    'bench.too-many':
      'Una calibración admite como máximo {most} imágenes. Excluya algunas, o elija una carpeta más pequeña.',
    'bench.upload': 'No se pudo añadir el archivo {file} ({reason}). Suéltelo otra vez.',
    'bench.examining': 'No se pudieron examinar las imágenes ({reason}). Se intenta de nuevo.',
    'bench.damaged':
      'Una calibración en preparación no se pudo leer ({reason}). Sus archivos se apartaron en {folder}; no se ha borrado nada. Empiécela de nuevo.',
    'bench.waiting': 'Aún se examinan {count} imágenes. Espere un momento y ajuste de nuevo.',
    'bench.images-gone':
      '{count} imágenes ya no están donde estaban, entre ellas {file}. Exclúyalas o repóngalas, y ajuste de nuevo.',
    'bench.survey-failed': 'No se pudieron superponer las imágenes ({reason}). Inténtelo de nuevo.',
    'bench.duplicate': 'La misma imagen que {other}: cuenta una vez.',
    'bench.near-duplicate': 'Casi la misma imagen que {other}: aporta poco.',
    'bench.blurred': 'Menos nítida que las demás.',
    'bench.darker': 'Más oscura que las demás.',
    'bench.brighter': 'Más clara que las demás.',
    'bench.other-size': 'Tamaño distinto del de las demás: {found} en lugar de {usual}.',
    'bench.other-position': 'La pieza está en otro lugar que en las demás.',

    'comparison.not-found': 'Esta comparación ya no existe. Actualice la lista de comparaciones.',
    'comparison.same': 'La versión {version} de {recipe} se compararía consigo misma. Elija otra versión.',
    'comparison.running': 'Ya hay en curso una comparación de este tipo. Espere a que termine, o deténgala.',
    'comparison.nothing':
      'Nada que comparar: ninguna inspección guardada de la versión {version} de {recipe} coincide. Elija un periodo más largo u otro filtro.',
    'comparison.images-gone':
      'Ya no existe ninguna de las imágenes. Elija inspecciones cuyas imágenes se conservan, o conserve las imágenes más tiempo (configuración, Conservación).',

    'export.failed': 'No se puede escribir la exportación {file} ({reason}). Revise la carpeta y el espacio libre.',
    'export.too-many': 'Ya esperan {count} exportaciones. Espere, o cancele las que nadie necesita.',
    'export.no-room':
      'La exportación necesita unos {needed} MB, y el disco de {folder} tiene {free} MB disponibles. No se ha escrito nada; libere espacio, o exporte menos registros o ninguna imagen.',
    'export.crashed':
      'El proceso de exportación terminó inesperadamente ({reason}). No se ha conservado nada; exporte de nuevo.',
    'export.cancelled': 'La exportación se canceló. No se ha conservado nada.',
    'export.interrupted':
      'La estación se detuvo mientras escribía la exportación. No se ha conservado nada; exporte de nuevo.',
    'export.folder':
      'Una exportación programada ({span}) no se puede escribir en {folder} ({reason}). Revise la carpeta; Sigmaline sigue intentándolo y no omite nada.',
    'export.kind': 'No se puede escribir nada como {file}. Use un nombre que termine en {endings}.',

    'image.removed':
      'Este archivo del n.º {number} fue eliminado por la regla «{rule}» (entrada {entry} de la cadena de auditoría). El registro se conserva.',
    'keeping.clock':
      'No se elimina nada mientras el reloj sea dudoso. Revise la fecha y la hora, o confirme que la hora es correcta.',
    'keeping.not-looked':
      'No se pudieron comprobar los archivos ({reason}). No se ha eliminado nada; inténtelo de nuevo.',
    'keeping.failed':
      'No se pudieron aplicar las reglas de conservación. {problem} Sigmaline lo intentará de nuevo mañana; hasta entonces el disco puede llenarse.',
    'keeping.not-removed':
      'Las reglas de conservación no pudieron eliminar {count} archivos, entre ellos {file} ({reason}). Revise los permisos de la carpeta; Sigmaline lo intentará de nuevo mañana.',
    'keeping.no-rule':
      'El disco de la carpeta de datos {folder} se está llenando y ninguna regla elimina nada. Añada en la configuración, en Conservación, una regla para imágenes, mapas o miniaturas, o dé a la estación un disco mayor.',
    'hold.in-force': 'Esto ya está retenido. No se ha cambiado nada.',
    'hold.not-in-force': 'Esta retención ya se levantó, o nunca se puso. No se ha cambiado nada.',
    'restore.no-backup':
      'La copia de seguridad {backup} ya no existe. Elija otra; actualice la lista para ver cuáles hay.',
    'restore.folder':
      'No se ha restaurado nada: {folder} {reason}. Introduzca la ruta completa de una carpeta nueva fuera de la carpeta de datos.',
    'restore.crashed':
      'No se pudo examinar ni restaurar la copia de seguridad ({reason}). No se ha cambiado nada; inténtelo de nuevo.',
    'restore.not-intact':
      'No se ha restaurado nada: la cadena de auditoría de la copia {backup} no supera la verificación ({reason}). Elija una copia más antigua, y guarde esta para quien la examine.',
    'station.restored':
      'Esta estación se restauró desde la copia de seguridad del {backupAt}, cuyo último registro es el n.º {last}. Lo que se registró, decidió y cambió después no está en ella: {lacks}. El próximo registro tiene el n.º {next}.',
    'diagnostics.failed':
      'No se pudo escribir el paquete para el soporte ({reason}). Revise el espacio libre; si la estación no puede escribirlo, use la línea de comandos: sigmaline diagnostics --out FILE.zip.',

    'source.images-differ':
      'Las imágenes de {source} han cambiado. {difference} Revise la cámara, sus ajustes y la luz; si el cambio es intencionado, calibre de nuevo la receta. La imagen más reciente así es {file}.',
    'source.fails-unlikely':
      '{failed} de las últimas {count} piezas de {source} fueron malas. Con piezas buenas eso apenas ocurriría (prometido: como máximo {promised} de 100). Si las piezas son malas, pare la línea. {check}',
    'source.errors-unlikely':
      '{failed} de las últimas {count} imágenes de {source} no se pudieron juzgar: revise estas piezas a mano. El error más reciente: {problem}',

    'source.verdicts-late':
      '{late} de los últimos {count} veredictos de {source} llegaron más de {deadline} s después de su imagen (en los últimos {minutes} minutos; el n.º {number}, con {lateMs} ms de retraso). Lo que los esperaba quizá siguió sin ellos. Reduzca la velocidad de la línea o la carga: imágenes más pequeñas, un backbone menor, menos orígenes en esta estación.',
    'source.wrong-product':
      '¿Es esta la receta correcta? Casi todos los lugares de las últimas {count} imágenes de {source} son inusuales, como si mostraran un producto distinto del calibrado con {recipe}. {advice}',
    'detection.good-parts-changed':
      'Las piezas de {source} que se dan por buenas han cambiado: {scores} {change} Quedó confirmado en el n.º {number}. Mire algunas de estas piezas; si son buenas y el cambio persiste, calibre {recipe} de nuevo con imágenes de hoy (ahora juzga la versión {version}).',

    'line.foreign': '¿Es esta la receta correcta? Casi todos los lugares de esta pieza son inusuales.',
    'line.whole': 'La pieza en su conjunto es inusual.',

    'review.draft':
      'Esta receta es un borrador: demasiado pocas imágenes buenas para un límite. Mire la pieza usted mismo; para un límite, calibre de nuevo con más imágenes buenas.',
    'review.darker':
      'Esta imagen es más oscura que las buenas (media {found}, buenas de {low} a {high}); con su claridad, la pieza sería buena. Revise la pieza y la luz.',
    'review.brighter':
      'Esta imagen es más clara que las buenas (media {found}, buenas de {low} a {high}); con su claridad, la pieza sería buena. Revise la pieza y la luz.',

    'review.too-alike':
      'La puntuación de esta imagen ({found}) está muy por debajo de las de las imágenes buenas (cota {low}), así que es tan rara como una por encima del límite. Revise la pieza, y si la imagen la muestra entera.',

    'gate.review':
      'Esta imagen está fuera del rango de las buenas, así que no se da por buena. {difference} Mire la pieza usted mismo, y revise cámara, objetivo y luz.',
    'gate.error':
      'Esta imagen está fuera del rango de las buenas, así que no se juzga. {difference} Revise cámara, objetivo y luz, y haga que se tome otra imagen; hasta entonces revise la pieza a mano.',

    'gate.leaving':
      '{measure}: las imágenes de {source} están saliendo del rango de las buenas. Ahora {found}; a este ritmo llegan a {bound} en unos {days} días, y entonces ninguna pieza se dará por buena con {recipe}. Revise antes lámpara, objetivo y cámara.',

    'measure.brightness': 'Brillo',
    'measure.rimBrightness': 'Brillo del borde',
    'measure.redLessBlue': 'Rojo frente a azul',
    'measure.redLessGreen': 'Rojo frente a verde',
    'measure.colourfulness': 'Colorido',
    'measure.contrast': 'Contraste',
    'measure.black': 'Proporción sin luz',
    'measure.white': 'Proporción sobreexpuesta',
    'measure.sharpness': 'Nitidez',
    'measure.positionX': 'Posición de izquierda a derecha',
    'measure.positionY': 'Posición de arriba abajo',
    'line.scores-higher': 'puntúan más alto que antes, así que se parecen menos a las piezas buenas.',
    'line.scores-lower': 'puntúan más bajo que antes, así que se parecen más entre sí que las piezas buenas.',
    'changed.darker': 'Sus imágenes son más oscuras.',
    'changed.brighter': 'Sus imágenes son más claras.',
    'changed.colour': 'Sus colores son distintos.',
    'changed.position': 'La pieza está en otro lugar de la imagen.',
    'changed.edge': 'El borde de la imagen es distinto.',
    'changed.blurred': 'Sus imágenes son menos nítidas.',
    'changed.texture': 'Sus imágenes tienen más textura o ruido.',
    'changed.unknown': 'Luz, color, posición y nitidez no dicen qué ha cambiado.',
    'line.check-recipe': 'Compruebe qué hay en la línea y qué receta usa el origen.',
    'line.recipe-fits':
      'Con la receta {recipe} la pieza n.º {number} sería buena: allí su puntuación es {score}, el límite {limit}. Si eso es lo que hay en la línea, cambie la receta.',
    'line.no-recipe-fits':
      'Con ninguna de las otras {count} recetas probadas sería buena una pieza así. Compruebe qué hay en la línea, la cámara y su posición.',
    'line.check': 'Si son buenas, revise luz, cámara, posición y la receta.',
    'line.check-images': 'Si son buenas, las imágenes han cambiado. {difference}',
    'differs.size': 'Esta imagen tiene {found} px, las buenas {good}.',
    'differs.bits': 'Esta imagen tiene {found} bits por muestra, las buenas {good}.',
    'differs.kind': 'Esta imagen es {found}, las buenas son {good}.',
    'differs.quality': 'Esta imagen es un JPEG de calidad {found}, las buenas {good}.',
    'differs.grey': 'Esta imagen es gris, las imágenes buenas eran en color.',
    'differs.colour': 'Esta imagen es en color, las imágenes buenas eran grises.',
    'differs.red-blue':
      'Los colores de esta imagen difieren (¿rojo y azul intercambiados?): rojo menos azul {found}, buenas de {low} a {high}.',
    'differs.red-green': 'Los colores de esta imagen difieren: rojo menos verde {found}, buenas de {low} a {high}.',
    'differs.brighter': 'Esta imagen es más clara que cualquiera buena: media {found}, buenas de {low} a {high}.',
    'differs.darker': 'Esta imagen es más oscura que cualquiera buena: media {found}, buenas de {low} a {high}.',
    'differs.rim':
      'El borde de esta imagen difiere (¿un marco?): {found}\u202f% del brillo del conjunto, buenas de {low} a {high}\u202f%.',
    'differs.white':
      'Esta imagen está más sobreexpuesta que cualquiera buena: {found}\u202f% de ella, buenas de {low} a {high}\u202f%.',
    'differs.black':
      'Esta imagen tiene más partes sin luz que cualquiera buena: {found}\u202f% de ella, buenas de {low} a {high}\u202f%.',
    'differs.contrast': 'Esta imagen tiene menos contraste que cualquiera buena: {found}, buenas de {low} a {high}.',
    'differs.position-x':
      'La pieza está en otro lugar de izquierda a derecha: sus bordes al {found}\u202f% del ancho, buenas de {low} a {high}\u202f%.',
    'differs.position-y':
      'La pieza está en otro lugar de arriba abajo: sus bordes al {found}\u202f% del alto, buenas de {low} a {high}\u202f%.',
    'differs.blurred': 'Esta imagen es menos nítida que cualquiera buena: {found}, buenas de {low} a {high}.',

    'recipe.not-approved':
      'La versión {version} de {recipe} no está aprobada, y en esta estación solo juzgan versiones aprobadas. Haga que la aprueben en la pantalla Recetas.',
    'recipe.retired':
      'La versión {version} de {recipe} se retiró. Use otra versión, o apruebe esta de nuevo en la pantalla Recetas.',
    'recipe.no-limit':
      'La versión {version} de {recipe} es un borrador sin límite, que no se puede aprobar. Calíbrela con más imágenes buenas.',
    'recipe.test-failed':
      'La versión {version} de {recipe} no superó una prueba según sus propios criterios, así que no se puede aprobar. Calibre de nuevo, o pruebe otra versión.',
    'recipe.not-tested':
      'La versión {version} de {recipe} aún no ha superado ninguna prueba, y las directivas exigen una. Pruébela con un conjunto de prueba bloqueado y luego apruébela.',
    'recipe.own-fit':
      '{person} hizo ajustar la versión {version} de {recipe}, y las directivas exigen que la apruebe otra persona.',
    'recipe.approved-already': 'La versión {version} de {recipe} ya está aprobada. Úsela, o planifique su uso.',
    'recipe.in-use':
      'La versión {version} de {recipe} está en uso, así que no se puede retirar. Use antes otra versión.',
    'recipe.planned':
      'El uso de la versión {version} de {recipe} está planificado, así que no se puede retirar. Anule antes la planificación.',
    'source.recipe-by-name':
      'Los nombres de las imágenes de {source} dicen con qué receta se juzga cada una, así que nadie la cambia a mano. Un técnico puede cambiar la tabla de nombres en la configuración.',
    'source.recipe-by-view':
      'Las vistas de las piezas de {source} tienen recetas propias, así que no se puede cambiar a mano una sola receta: las demás vistas conservarían la suya. Un técnico las cambia en la configuración.',
    'source.recipe-same': '{source} ya se juzga con la receta {recipe}.',
    'source.recipe-change-over':
      'El cambio de la receta de {source} se confirmó, se deshizo o fue seguido de otro entretanto, así que no se ha cambiado nada.',
    'source.first-part-due':
      'Todavía no se ha juzgado ninguna pieza de {source} con la receta nueva. Confirme el cambio cuando esté la primera.',
    'recipe.planned-later':
      'La versión {version} de {recipe} está planificada para juzgar desde {at}, y no hay otra versión aprobada. Para que juzgue ya, úsela en la pantalla Recetas.',
    'recipe.judges-already': 'La versión {version} de {recipe} ya está en uso.',
    'recipe.plan-past': '{at} ya ha pasado. Elija una hora futura.',
    'recipe.no-lots':
      'Ninguna imagen que {recipe} ha juzgado llevaba un lote en su ruta, así que la estación no puede saber cuándo empieza el próximo lote. Dé al origen un patrón de piezas con lote, o elija una hora.',
    'recipe.nothing-planned': 'No hay nada planificado para {recipe}.',
    'recipe.plan-failed':
      'La versión {version} de {recipe} ya debería estar en uso, pero no puede: {problem} La versión anterior sigue juzgando.',
    'recipe.name-taken': 'Ya hay una receta con el nombre «{name}». Elija otro nombre.',
    'package.unreadable': 'El archivo está dañado o cortado ({reason}). Cópielo otra vez desde donde se exportó.',
    'package.format':
      'El archivo no es una receta exportada por Sigmaline, o lo escribió un Sigmaline más nuevo ({reason}). Expórtelo de nuevo, o actualice esta estación.',
    'package.name':
      'El archivo contiene «{name}», que no puede ser el nombre de una receta. No lo escribió Sigmaline: no lo use.',
    'package.too-large':
      'El archivo ocuparía {bytes} bytes, más de lo que puede tener una receta ({most}). No lo escribió Sigmaline: no lo use.',
    'package.changed':
      '{file}, en el archivo, no es lo que se exportó: su SHA-256 difiere. Copie el archivo otra vez de donde se exportó.',
    'package.signature':
      'La firma del archivo no es válida ({reason}), así que no se puede saber quién lo hizo. Expórtelo de nuevo en su estación.',
    'package.no-key':
      'La clave de esta estación no se puede usar, así que no puede firmar el archivo. Las incidencias de la estación dicen qué le pasa a la clave.',
    'package.upload': 'El archivo no llegó entero ({reason}). Elíjalo otra vez.',

    'record.not-judged':
      'El registro n.º {number} no tiene un veredicto que se pueda calcular de nuevo: no lo juzgó ninguna receta.',
    'record.judge-failed': 'La imagen del n.º {number} no se puede juzgar de nuevo: {reason}',
    'search.not-kept':
      'El índice de búsqueda no se puede escribir: {reason} La inspección continúa, pero solo se encuentran los registros más nuevos. Sigmaline sigue intentándolo; si persiste, haga sitio en el disco de la carpeta de datos y revise sus permisos.',
    'filters.too-many': 'Ya hay {count} filtros guardados. Quite uno que nadie necesite.',
    'disposition.not-due': 'Sobre el n.º {number} no decide nadie: fue buena. No se ha decidido nada.',
    'disposition.part-waits':
      'La pieza del n.º {number} aún espera una vista. Decida cuando estén todas o haya pasado su tiempo. No se ha decidido nada.',
    'disposition.changed':
      'Otra persona decidió entretanto sobre el n.º {number}. No se ha decidido nada; mírelo otra vez.',
    'disposition.unknown-words': '«{words}» ya no está en la lista. Elija otra cosa; no se ha decidido nada.',

    'report.span': 'El final del informe debe ser posterior a su principio. Elija otro periodo.',
    'report.too-many': 'Ya esperan {count} informes. Espere a que estén, o cancele algunos.',
    'report.failed':
      'No se pudo generar el informe: {reason}. Revise el disco y el registro de eventos, y genérelo de nuevo.',
    'report.crashed':
      'El proceso que genera el informe terminó inesperadamente ({reason}). Libere memoria y genere el informe de nuevo.',
    'report.cancelled': 'El informe se canceló.',
    'report.folder':
      'Los informes no se pueden escribir en {folder} ({reason}). Se guardan en la estación; revise la carpeta, o indique otra en la configuración, en Informes.',
    'report.signer-unreadable':
      'No es un archivo de certificado que Sigmaline pueda leer ({reason}). Use un archivo PKCS#12 (.p12 o .pfx) con el certificado y su clave.',
    'report.signer-passphrase':
      'La contraseña no abre este archivo de certificado. Introdúzcala otra vez. No se ha cambiado nada.',
    'report.signer-no-key':
      'Este archivo no contiene una clave privada que pertenezca a su certificado. Exporte el certificado junto con su clave.',
    'report.signer-expired':
      'El certificado de {subject} es válido de {from} a {to}, y hoy no. No se firman informes con él; pida uno nuevo.',
    'report.signer-kind':
      'La clave de este certificado ({kind}) no puede firmar informes. Use RSA de 2048 bits o más, o una de las curvas elípticas P-256, P-384 y P-521.',
    'report.signer-missing':
      'Los informes deben firmarse, pero no hay certificado para ello. Indique uno en la configuración, en Informes, o desactive la firma.',
    'report.signer-sealed':
      'El certificado que firma los informes fue sellado por otro programa o equipo y no se puede abrir ({file}). Indíquelo de nuevo en la configuración, en Informes.',

    'archive.relative':
      'La ruta {folder} no es completa. Introduzca la ruta completa de la carpeta de archivo, desde la raíz o la letra de unidad.',
    'archive.not-found':
      'La carpeta de archivo {folder} no existe. Créela, o conecte el recurso compartido en el que está: Sigmaline no la crea.',
    'archive.not-a-folder': '{folder} no es una carpeta. Introduzca la carpeta a la que mover las imágenes.',
    'archive.unwritable':
      'No se puede escribir nada en la carpeta de archivo {folder} ({reason}). Revise sus permisos y el espacio libre.',
    'archive.name-refused':
      'El disco de la carpeta de archivo no admite el nombre de {file} ({reason}). Mueva este archivo a mano; los demás se siguen moviendo.',
    'archive.in-source':
      'La carpeta de archivo {folder} se solapa con la carpeta de origen {source}, así que las imágenes archivadas se juzgarían otra vez. Elija una carpeta que no se solape.',
    'archive.in-data':
      'La carpeta de archivo {folder} se solapa con la carpeta de datos de la estación. Elija una carpeta que no se solape.',
    'afterwards.archive':
      '{count} imágenes registradas del origen {source} esperan a moverse a la carpeta de archivo. {problem} Hasta entonces se quedan donde están; Sigmaline sigue intentándolo.',
    'afterwards.delete':
      '{count} imágenes registradas del origen {source} esperan a borrarse. {problem} Sigmaline sigue intentándolo.',
    'afterwards.older-problem': '{sentence}',
    'afterwards.returned':
      'Tras restaurarse la base de datos, {count} imágenes archivadas del origen {source} no tenían registro. Se devolvieron de la carpeta de archivo {folder} a su lugar, y se juzgan de nuevo.',
    'afterwards.not-returned':
      'Tras restaurarse la base de datos, {count} imágenes archivadas del origen {source} no tenían registro. Se quedan en la carpeta de archivo {folder}, porque sus nombres están ocupados en el origen o varios orígenes comparten esta carpeta: {names}. Cópielas al origen con otros nombres para que se juzguen.',
    'afterwards.not-searched':
      'No se pudieron buscar en la carpeta de archivo {folder} del origen {source} las imágenes que perdieron su registro al restaurarse la base de datos. {problem} Sigmaline sigue intentándolo.',
    'clock.jumped':
      'El reloj de este equipo dio un salto: decía {to} cuando debía decir {from}. No se borran ni archivan imágenes hasta que se ponga en hora, se mantenga durante 24 horas de funcionamiento o un técnico lo confirme. Revise la fecha, la hora y el servidor de hora.',
    'clock.moved':
      'El reloj de este equipo decía {from} cuando la estación funcionó por última vez, y {to} al arrancar de nuevo. No se borran ni archivan imágenes hasta que el reloj se mantenga 24 horas de funcionamiento o un técnico lo confirme. Si el equipo no estuvo apagado tanto tiempo, ponga en hora su reloj.',
    'clock.held':
      'El reloj de este equipo pasó de {from} a {to} y se ha mantenido 24 horas de funcionamiento, así que se da por bueno. Las imágenes registradas desde entonces se archivan según esta hora. Si está mal, ponga en hora el reloj.',
    'clock.jumped-again': 'El reloj ha vuelto a saltar, a {to}. Revise la fecha y la hora antes de confirmarlo.',

    'test-set.not-found': 'Este conjunto de prueba ya no existe. Actualice la lista de conjuntos.',
    'test-set.name': 'Otro conjunto de prueba se llama {name}. Elija otro nombre.',
    'test-set.locked':
      'El conjunto de prueba {name} está bloqueado: ya no cambia nada en él. Haga una copia y modifique esa.',
    'test-set.not-locked':
      'El conjunto de prueba {name} no está bloqueado. Bloquéelo primero: lo que se prueba no debe cambiar después.',
    'test-set.too-many':
      'Un conjunto de prueba admite como máximo {most} imágenes, y este tendría {count}. Cree un segundo.',
    'test-set.defect':
      'La clase de defecto {defect} no está en la lista de la estación. Elija una de la lista, o añádala en Configuración, Decisiones.',
    'test-set.no-criteria':
      'El conjunto de prueba {name} no tiene criterios. Escriba lo que una versión debe cumplir antes de bloquearlo.',
    'test-set.unlabelled':
      'A {count} imágenes del conjunto de prueba {name} les falta etiqueta. Etiquételas, o exclúyalas con un motivo. Si las directivas exigen dos etiquetas, son de dos personas.',
    'test-set.differing':
      'Dos personas dicen cosas distintas sobre {count} imágenes del conjunto de prueba {name}. Mírenlas juntas: una etiqueta de nuevo, o exclúyanlas con un motivo.',
    'test-set.too-few-good':
      'Los criterios necesitan al menos {needed} piezas buenas, y el conjunto de prueba tiene {count}. Añada piezas buenas, o exija menos en los criterios.',
    'test-set.too-few-defects':
      'Los criterios necesitan al menos {needed} piezas defectuosas, y el conjunto de prueba tiene {count}. Añada piezas defectuosas, o exija menos en los criterios.',
    'test-set.class-missing':
      'Los criterios exigen la clase de defecto {defect}, de la que el conjunto de prueba no tiene ninguna pieza. Añada una, o quite la clase de los criterios.',
    'test-set.altered':
      'El archivo {file} del conjunto de prueba {name} no es el que se añadió. Averigüe qué lo cambió en la carpeta de datos; con esta imagen ya no se puede probar.',
    'test-set.same-image':
      'La imagen {image} está en el conjunto de prueba {set}: una versión no debe aprender de aquello con lo que se prueba. Exclúyala de las imágenes buenas.',
    'test-set.same-part':
      'La imagen {image} muestra la pieza {serial}, que está en el conjunto de prueba {set}: una versión no debe aprender de aquello con lo que se prueba. Excluya todas las imágenes de esta pieza de las imágenes buenas.',
    'test-set.near-image':
      'La imagen {image} es casi igual que {other} del conjunto de prueba {set}: una versión no debe aprender de aquello con lo que se prueba. Exclúyala de las imágenes buenas.',
    'test-set.not-compared':
      'No se pudieron comparar las imágenes buenas con las de los conjuntos de prueba ({reason}). Inicie la calibración otra vez; si vuelve a ocurrir, comuníquelo con el registro de eventos.',
    'test-run.not-found': 'Esta prueba ya no existe. Actualice la lista de conjuntos de prueba.',
    'test-run.running': 'Hay una prueba en curso. Espere a que termine, o deténgala.',
    'test-run.draft':
      'La versión {version} de {recipe} no tiene límite, así que solo puede enviar piezas a revisión. Calíbrela con más imágenes buenas y pruebe esa.',
    'test-run.calibration-image':
      'La imagen {file} de este conjunto de prueba es una de las imágenes buenas de la versión {version}: una versión no se puede probar con aquello de lo que aprendió. Pruebe otra versión, o haga una copia del conjunto y excluya allí la imagen.',
    'test-run.not-judged': 'Las imágenes aún se están juzgando. Examine los mapas de calor cuando lo estén todas.',

    'stamp.not-a-checkpoint':
      'El archivo {checkpoint} no es un punto de control, así que no se pide sello de tiempo. Use un archivo que la estación escribió en su carpeta de puntos de control o junto a una exportación.',
    'stamp.unreadable':
      '{stamp} no es la respuesta de una autoridad de sellado de tiempo, o le falta una parte ({reason}). Obténgala otra vez, como archivo binario.',
    'stamp.refused':
      'La autoridad no dio sello de tiempo: {stamp} contiene su negativa (estado {status}; {reason}). Haga otra petición, y pregunte a la autoridad si se niega otra vez.',
    'stamp.other-file':
      '{stamp} no se dio para estos bytes: el punto de control se alteró, o el sello de tiempo pertenece a otro archivo. Use el punto de control con el que se hizo la petición.',
    'stamp.hash':
      '{stamp} se basa en el hash {hash}, que no es de confianza (SHA-256, SHA-384, SHA-512). Pida a la autoridad un sello de tiempo con SHA-256.',
    'stamp.no-certificate':
      '{stamp} no contiene el certificado de la autoridad. Haga la petición con sigmaline audit stamp-request, que lo pide.',
    'stamp.signature':
      'La firma de {stamp} no es válida ({reason}): el sello de tiempo se alteró o se inventó. Obténgalo otra vez de la autoridad.',
    'stamp.other-certificate':
      '{stamp} no se firmó para el certificado que contiene, o lo nombra solo por SHA-1 (hace falta ESSCertIDv2 de RFC 5816). Pida a la autoridad un sello de tiempo que nombre su certificado por SHA-256.',
    'stamp.purpose':
      'El certificado de {authority}, que firmó {stamp}, no es exclusivo para sellos de tiempo. Pida uno a una autoridad de sellado de tiempo.',
    'stamp.expired':
      'El certificado de {authority}, que firmó {stamp}, no era válido a la hora que indica, {at}. Pida otro sello de tiempo.',
    'stamp.untrusted':
      'El certificado de {authority}, que firmó {stamp}, no lleva a ningún certificado dado con --ca y válido en {at}. Indique el que publica la autoridad.',

    internal:
      'Algo inesperado ha fallado: {reason}. Reinicie la estación; si vuelve a ocurrir, comuníquelo con el registro de eventos.',

    'image.not-found':
      'Falta la imagen {file}. Revise la ruta, y que ningún otro programa mueva o borre archivos en la carpeta.',
    'image.unreadable':
      'No se puede leer la imagen {file} ({reason}). Revise sus permisos y el disco o recurso compartido en el que está.',
    'image.empty': 'El archivo {file} está vacío. Compruebe que la cámara terminó de escribirlo.',
    'image.not-an-image':
      'El archivo {file} no es una imagen que Sigmaline pueda leer (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Revise qué escribe la cámara.',
    'image.truncated':
      'La imagen {file} termina demasiado pronto: se cortó o aún se está escribiendo. Revise la cámara y la conexión con ella.',
    'image.corrupt': 'La imagen {file} está dañada ({reason}). Revise la cámara y el disco en el que escribe.',
    'image.too-large':
      'La imagen {file} tiene {pixels} píxeles; se admiten como máximo {limit}. Reduzca la resolución de la cámara.',
    'image.unsupported':
      'La imagen {file} tiene un formato no admitido ({reason}). Ajuste la cámara a gris o RGB de 8 o 16 bits.',

    'position.not-found':
      'No se encontró la pieza en la imagen {file}: lo que hay se parece en un {likeness}\u202f% a las piezas buenas, y hace falta un {least}\u202f%. Compruebe que la pieza está entera en la imagen y pertenece a esta receta. Si las piezas buenas son así, calibre también con tales imágenes.',
    'position.no-shape':
      'Las imágenes buenas no muestran una forma común que diga dónde está la pieza: se parecen en un {likeness}\u202f%, y por azar sería un {chance}\u202f%. Dibuje la región alrededor de la pieza, o elija una posición fija.',
    'position.reference-gone':
      'La imagen sobre la que se dibujó la región no está entre las imágenes buenas. Dibuje la región de nuevo, o reponga esa imagen.',

    'image.changed':
      'La imagen {file} cambió después de estar completa y antes de poder juzgarse. Haga que la cámara dé a cada imagen su propio nombre.',

    'image.recipe-unknown':
      'Ninguna receta juzga {file}: su nombre no indica ninguna que su origen conozca. Añada a las recetas del origen lo que dice el nombre, o corrija el nombre en la cámara; la imagen no se juzgó.',
    'image.not-released':
      'La imagen {file} no se liberó: {sidecar} no llegó a tiempo. Revise la pieza a mano, y averigüe por qué no se escribió ese archivo al lado.',

    'folder.not-found': 'La carpeta {folder} no existe. Revise la ruta y que el recurso compartido esté conectado.',
    'folder.unreadable': 'No se puede leer la carpeta {folder} ({reason}). Revise sus permisos.',
    'folder.not-a-folder': '{folder} no es una carpeta. Introduzca la carpeta que contiene las imágenes.',
    'folder.no-images':
      'La carpeta {folder} no contiene imágenes (PNG, JPEG, TIFF, BMP, WebP, PGM, PPM). Revise la ruta.',
    'dataset.layout':
      'La carpeta {folder} no es un conjunto de datos con estructura MVTec: falta {missing}. Debe contener train/good y test/CLASS.',

    'recipe.not-found': 'No hay ninguna receta llamada {recipe}. Recetas aquí: {known}.',
    'recipe.version-not-found': 'La receta {recipe} no tiene la versión {version}. Versiones aquí: {known}.',
    'recipe.changed-meanwhile':
      'La versión {version} de {recipe} se puso en uso entretanto en otro lugar, así que no se ha cambiado nada. Mire las versiones otra vez antes de elegir.',
    'recipe.draft-unasked':
      'La versión {version} de {recipe} es un borrador sin límite, y la versión {used} tiene uno. Con el borrador, una persona revisa cada pieza. Si lo quiere, elíjalo en la pantalla y confirme, o añada --draft al comando.',
    'recipe.file':
      'El archivo {file} no es una receta que Sigmaline pueda leer ({reason}). Use un archivo ONNX escrito por sigmaline recipe export.',
    'recipe.name': '«{name}» no puede ser el nombre de una receta: necesita al menos una letra o cifra.',
    'recipe.corrupt':
      'La receta {recipe} no se puede usar ({reason}). Use otra versión, calíbrela de nuevo, o restaure su carpeta desde una copia de seguridad.',
    'calibration.too-few-images':
      'Una tasa de falsos rechazos de {target} necesita al menos {needed} imágenes buenas; hay {count}. {remedy}',
    'calibration.too-few-for-draft':
      'Un borrador necesita imágenes de al menos {needed} piezas buenas distintas; hay {count}. Añada imágenes buenas.',
    'calibration.too-few-parts':
      'Una tasa de falsos rechazos de {target} necesita imágenes de al menos {needed} piezas buenas distintas; estas {images} imágenes solo muestran {count}, que cuentan una vez cada una por muchas veces que se fotografiaran. {remedy}',
    'calibration.group':
      'El patrón «{group}» no puede decir qué imágenes muestran la misma pieza. Escriba una expresión regular con el grupo (?<serial>...), como «(?<serial>\\d+)-».',
    'calibration.group-unmatched':
      'El patrón «{group}» no encuentra número de serie en el nombre {file}. Cambie el patrón, o retire esa imagen.',
    'calibration.identical-images':
      'Las {count} imágenes buenas son iguales. Calibre con imágenes de piezas buenas distintas.',
    'calibration.mask-empty':
      'La máscara lo ignora todo: no queda nada que inspeccionar. Quite una parte y ajuste de nuevo.',
    'calibration.degenerate': 'No se puede ajustar ninguna gaussiana: {reason}. Revise las imágenes buenas.',
    'calibration.image-failed': 'La imagen buena {file} no se puede usar: {reason}',
    'calibration.crashed':
      'El proceso de ajuste terminó inesperadamente ({reason}). Libere memoria o use menos imágenes; no se ha cambiado nada.',
    'calibration.cancelled': 'La calibración se canceló. No se ha cambiado nada.',
    'calibration.running': 'Ya hay una calibración en curso. Espere a que termine o cancélela.',
    'calibration.unknown-run': 'No hay ninguna ejecución de calibración {runId}. Terminó, o la estación se reinició.',
    'calibration.npca':
      'Con NPCA, {count} piezas buenas tardan horas en ajustarse: con este backbone se admiten como máximo {most}. Prescinda de NPCA, o calibre con menos piezas buenas.',
    'drift.scores-rise':
      'Las imágenes buenas posteriores se parecen menos a las demás que las anteriores. Algo cambió mientras se tomaban: luz, herramienta, material. Mire las más nuevas; si son como serán las piezas buenas desde ahora, tome más así.',
    'drift.scores-fall':
      'Las imágenes buenas anteriores se parecen menos a las demás que las posteriores. Algo cambió mientras se tomaban: luz, herramienta, material. Mire las más antiguas; si las piezas buenas ya no son así, exclúyalas.',
    'drift.brighter':
      'Las imágenes buenas posteriores son más claras que las anteriores. Revise la lámpara y la exposición.',
    'drift.darker':
      'Las imágenes buenas posteriores son más oscuras que las anteriores. Revise la lámpara y la exposición.',
    'drift.sharper': 'Las imágenes buenas posteriores son más nítidas que las anteriores. Revise enfoque y objetivo.',
    'drift.blurred': 'Las imágenes buenas posteriores son menos nítidas que las anteriores. Revise enfoque y objetivo.',
    'drift.colour':
      'Las imágenes buenas posteriores tienen otros colores que las anteriores. Revise la lámpara y el balance de blancos.',
    'drift.position':
      'En las imágenes buenas posteriores la pieza está en otro lugar que en las anteriores. Revise el utillaje y la cámara.',
    'target.review':
      'La banda de revisión debe empezar en una proporción de piezas buenas mayor que la tasa de falsos rechazos de {target}, y como máximo en el 50\u202f%; {review} no cumple. Elija una proporción mayor, o ninguna banda.',
    'target.review-empty':
      'Se espera que el propio límite rechace el {expected} de las piezas buenas, porque se apartaron imágenes distintas de las demás, así que una banda de revisión desde {review} quedaría vacía. Elija una proporción mayor, o ninguna banda.',
    'target.invalid':
      'Una tasa objetivo de falsos rechazos debe estar entre el 0,1\u202f% y el 50\u202f%; {target} no lo está.',

    'backbone.not-found': 'No hay ningún backbone {backbone}. Backbones aquí: {known}.',
    'backbone.corrupt': 'El backbone {backbone} no coincide con su manifiesto ({reason}). Instálelo de nuevo.',
    'backbone.unknown':
      'No hay ningún backbone publicado {backbone}. Backbones publicados: {known}. Añada cualquier otro como archivo ONNX.',
    'backbone.id':
      '«{id}» no puede ser el identificador de un backbone. Use minúsculas, cifras y guiones, como my-network.',
    'backbone.exists':
      'Ya existe un backbone {backbone}. Quítelo antes, o dé al nuevo otro identificador. No se ha cambiado nada.',
    'backbone.built-in': 'El backbone {backbone} viene incluido y no se puede quitar.',
    'backbone.output': 'El archivo ONNX no tiene la salida {output}. Sus salidas: {known}.',
    'backbone.checksum':
      '{file} no es el archivo esperado: su SHA-256 es {found}, no {expected}. No se ha instalado nada; descárguelo o cópielo otra vez.',
    'backbone.unpinned':
      'Esta versión no tiene un SHA-256 de {address} con el que comprobar una descarga, así que no se ha descargado nada. Indique el SHA-256 publicado con --sha256, o descargue el archivo usted y añádalo con --from FILE.',
    'backbone.crashed':
      'El proceso que añade el backbone terminó inesperadamente ({reason}). No se ha instalado nada; libere memoria e inténtelo de nuevo.',
    'backbone.cancelled': 'La instalación del backbone se canceló. No se ha instalado nada.',

    'download.unreachable':
      'No se puede llegar a la dirección {address} ({reason}). Revise la conexión, o descargue el archivo en otro lugar y añádalo con --from FILE.',
    'download.refused':
      'La dirección {address} respondió {status}. Revise la dirección, o descargue el archivo en otro lugar y añádalo con --from FILE.',
    'download.interrupted':
      'La descarga de {address} se detuvo tras {done} bytes ({reason}). Ejecute el mismo comando otra vez para continuar desde ahí.',

    'onnx.unreadable': 'El archivo ONNX no se puede leer ({reason}). Cópielo o expórtelo otra vez.',
    'weights.not-found': 'No hay ningún archivo {file}. Revise la ruta.',
    'weights.unreadable': 'Los pesos {file} no se pueden leer ({reason}). Descárguelos o cópielos otra vez.',
    'weights.missing-tensor':
      'Los pesos {file} no contienen el tensor {tensor}: pertenecen a otra red o terminan en un nivel anterior. Use el archivo de esta red.',
    'weights.unexpected-tensor':
      'Los pesos {file} contienen {tensor}, que esta red no tiene: pertenecen a otra red. Use el archivo de esta red.',
    'weights.wrong-shape':
      'Los pesos {file} contienen {tensor} como {found}, pero se espera {expected}: pertenecen a otra red. Use el archivo de esta red.',
    'onnx.unsupported': 'El archivo ONNX no se puede usar: {reason}. {remedy}',
    'onnx.not-quantisable': 'El backbone no puede funcionar en enteros de 8 bits: {reason}.',

    'lane.crashed':
      'El proceso de inspección terminó mientras juzgaba {file}. Un segundo intento también falló; revise la pieza a mano.',
    'lane.timeout': 'La imagen {file} no se juzgó en {seconds} segundos. Revise la pieza a mano.',
    'lane.run-failed':
      'La receta no pudo ejecutarse con {file} ({reason}). Libere memoria o reinicie la estación, y revise la pieza a mano.',
    'lane.not-finite':
      'Para {file} la receta dio un valor {output} que no es un número. Revise la pieza a mano y calibre la receta de nuevo.',
    'lane.memory':
      'El proceso de inspección se detuvo porque con {file} usó más memoria de la permitida ({megabytes} MB). Un segundo intento también falló; revise la pieza a mano.',
    'lane.provider-failed':
      'La receta no puede ejecutarse en {provider} ({reason}). Revise el controlador gráfico, o elija CPU como proveedor de ejecución.',
    'provider.failed':
      'La receta {recipe} se ejecuta en el procesador principal, porque {provider} falló ({reason}). Los veredictos siguen siendo correctos, pero pueden llegar más tarde; avise a mantenimiento. Corregida la causa, elija «Reintentar» en la configuración, en Canales.',
    'provider.refused':
      'La receta {recipe} se ejecuta en el procesador principal, no en {provider} como dicen los ajustes: {reason}. Revise el controlador gráfico, o cambie el ajuste.',
    'provider.memory':
      'No se pudieron leer los resultados de comprobación de las tarjetas gráficas ({file}): {reason}. El archivo se guardó como {kept}, y las tarjetas se comprueban de nuevo.',
    'lane.unwritable':
      'El archivo {file} no se puede escribir ({reason}). Revise los permisos de su carpeta y el disco.',
    'map.unusable': 'El mapa de anomalías {file} no se puede usar ({reason}). Inspeccione la imagen de nuevo.',
    'lane.start':
      'El proceso de inspección no arranca ({reason}). Reinstale Sigmaline o consulte el registro de eventos.',

    'source.not-found': 'No hay ningún origen {source}.',
    'source.duplicate': 'La carpeta {folder} ya la vigila el origen {source}.',
    'source.nested':
      'La carpeta {folder} está dentro de la carpeta de datos de la estación. Elija la carpeta en la que escribe la cámara.',
    'source.overlap':
      'La carpeta {folder} se solapa con la del origen {source}, así que los archivos se juzgarían dos veces. Elija carpetas que no se solapen.',
    'source.holds-data':
      'La carpeta {folder} contiene la carpeta de datos de la estación. Elija la carpeta en la que escribe la cámara.',
    'source.holds-archive':
      'La carpeta {folder} se solapa con la carpeta de archivo del origen {source}, así que las imágenes archivadas se juzgarían otra vez. Elija carpetas que no se solapen.',
    'source.include':
      'El patrón «{pattern}» de archivos que incluir no es válido ({reason}). Escríbalo como «*.png» o «camera-2/**».',
    'source.exclude':
      'El patrón «{pattern}» de archivos que omitir no es válido ({reason}). Escríbalo como «*-preview.png».',
    'source.pattern':
      'El patrón de piezas no es una expresión regular ({reason}). Escríbalo como (?<serial>[0-9]+)-(?<view>[a-z]+) y pruébelo con una ruta.',
    'source.recipe-group':
      'Las recetas se eligen por el nombre de archivo, pero el patrón de piezas no lee ninguna receta. Añádale el grupo (?<recipe>...), como (?<recipe>[A-Z]+)-(?<serial>[0-9]+).',
    'source.recipe-table':
      'El patrón de piezas lee una receta en los nombres de archivo, pero ninguna receta dice qué palabras son suyas. Escríbalas junto a las recetas, o quite el grupo recipe del patrón.',
    'source.view-group':
      'Una pieza tiene varias vistas, pero el patrón de piezas no lee ninguna vista. Añádale el grupo (?<view>...), como (?<serial>[0-9]+)_(?<view>[a-z]+).',
    'source.serial-group':
      'Las vistas se reúnen por su número de serie, pero el patrón de piezas no lee ninguno. Añádale el grupo (?<serial>...), o reúna las piezas por su llegada.',
    'source.view-unknown':
      'El origen dice que sus imágenes muestran la vista «{view}», pero ninguna pieza tiene una vista con ese nombre. Elija una de: {known}.',
    'source.view-shown':
      'No se cambió nada: {names} aún muestra vistas de las piezas de este origen y juzgaría cada una como una pieza propia. Cambie o quite antes {names}.',
    'source.view-source':
      'El origen que dice cómo se reúnen las piezas no está o no tiene vistas. Fije antes sus vistas, o elija otro.',
    'source.recipe-named':
      'Esperan imágenes cuyos nombres piden la receta {recipe}, porque esa receta no se puede usar ahora. {problem} En cuanto se pueda usar, se juzgan.',
    'source.pattern-slow':
      'El patrón de piezas tarda demasiado con {path}. Simplifíquelo: una repetición dentro de otra, como (a+)+, suele ser la causa.',
    'source.pattern-groups':
      'El patrón de piezas nombra {found}, así que no encontraría nada. Nombre al menos uno de los grupos {known}, como (?<serial>[0-9]+), y ningún otro.',
    'source.file-refused':
      '{file} es un enlace o no es un archivo normal, y no se inspecciona{others}. Ponga la imagen misma en la carpeta.',
    'source.file-garbled': '{file} tiene un nombre ilegible y no se inspecciona{others}.',
    'source.file-unreachable': 'No se puede acceder a {file} ({reason}){others}; revise sus permisos.',
    'source.file-endless':
      'En {file} se escribe desde hace {minutes} min y aún está incompleto, así que todavía no se juzga; revise la cámara.',
    'source.files-unfinished':
      '{file} no está terminado y no ha cambiado desde hace un rato{others}. Revise la cámara y la conexión con ella.',
    'source.files-foreign': 'Los archivos llamados {pattern} ({count}) no son imágenes y no se inspeccionan{others}.',
    'source.folder-unreadable': '{file} no se puede leer{others}; revise sus permisos.',
    'source.names-unmatched':
      '{count} de los últimos {files} archivos no coinciden con el patrón del origen para número de serie, lote y vista; el último de ellos {file}.',
    'source.names-slow':
      'Con {count} de los últimos {files} archivos el patrón del origen para número de serie, lote y vista tarda demasiado; el último de ellos {file}; simplifique el patrón.',
    'source.recipe-before':
      'Esperan imágenes que llegaron cuando estaba puesta la receta {recipe}: se juzgan con esa receta, que no se puede usar ahora. {problem} En cuanto se pueda usar, se juzgan.',
    'source.unwatched': '{folder} no se puede vigilar ({reason}); Sigmaline la lista para encontrar imágenes nuevas.',
    'source.unwritable':
      'El archivo {file} no se puede mover ni borrar ({reason}). Dé a la estación permiso de escritura en su carpeta, y cierre el archivo en otros programas.',
    'source.name-taken': 'Ya existe un origen {source}; vigila {folder}. Elija otro nombre.',
    'source.shared':
      'La estación «{station}» en {machine} mueve o borra imágenes en {folder}, que esta estación también vigila: pueden desaparecer imágenes antes de juzgarse aquí. Dé a cada estación su propia carpeta.',
    'source.views-mix':
      'Las imágenes que llegan en {withinSeconds} segundos se reúnen en una pieza, y llega una pieza cada {cycleSeconds} segundos: una vista de la pieza siguiente puede completar una a la que le falta la suya. Elija menos de la mitad de ese tiempo en la fuente, en Más, Qué es una pieza.',
    'source.quiet':
      'Desde {since} no ha llegado ninguna imagen a {folder}; suele llegar una pieza cada {cycleSeconds} segundos. Si la línea funciona, revise la cámara, su disparo y su conexión: salen piezas sin veredicto.',
    'folder.silent': 'La carpeta {folder} no responde. Compruebe que el recurso compartido está conectado.',
    'folder.relative':
      'La ruta {folder} no es completa. Introduzca la ruta completa, desde la raíz o la letra de unidad.',
    'inspection.not-found': 'No hay ninguna inspección {inspection}.',
    'resource.not-found': 'No existe {resource}.',

    'station.locked':
      'La carpeta de datos {folder} la usa otra estación (proceso {pid}). Detenga esa estación, o indique otra carpeta con --data.',
    'station.not-asked':
      'Hay una estación en marcha en {folder}, así que solo ella puede hacer esto, y desde aquí no se le puede pedir ({reason}). Hágalo en su pantalla, en la configuración, en Recetas, o detenga antes la estación.',
    'station.not-running':
      'No hay ninguna estación en marcha en {folder}. Iníciela con sigmaline serve --data "{folder}", o indique otra carpeta con --data.',
    'station.data-folder':
      'La carpeta de datos {folder} no se puede usar ({reason}). Revise sus permisos y el espacio libre, o indique otra con --data.',
    'station.disk-full': 'El disco de {folder} está lleno. Libere espacio; la inspección continuará automáticamente.',
    'station.port': 'No se puede abrir el puerto {port} ({reason}). Elija otro con --port.',
    'station.token':
      'El archivo de token {file} no se puede usar ({reason}). Debe contener de 16 a 256 letras, cifras, - o _ y nada más.',
    'station.no-interface': 'La interfaz no está compilada (falta {folder}). Ejecute npm run build.',
    'station.disk-low':
      'Solo quedan {megabytes} MB libres en el disco de {folder}. Libere espacio antes de que se llene.',
    'station.disk-ending':
      'Solo quedan {megabytes} MB libres en el disco de {folder}: al ritmo actual bastan para unas {parts} piezas o {hours} horas. Libere espacio antes de que se llene.',
    'station.disk-files-full':
      'El disco de {folder} no admite más archivos, por muchos bytes libres que queden. Borre o mueva algunos; la inspección continuará automáticamente.',
    'station.disk-files-low':
      'En el disco de {folder} solo caben {left} archivos más, por muchos bytes libres que queden. Borre o mueva algunos antes de que se llene.',
    'station.disk-files-ending':
      'En el disco de {folder} solo caben {left} archivos más: al ritmo actual bastan para unas {parts} piezas o {hours} horas. Borre o mueva algunos antes de que se llene.',
    'station.backlog-growing':
      'Las piezas llegan más deprisa de lo que se pueden juzgar: {arriving} por minuto en los últimos {minutes} minutos, y esta estación admite {held}. Reduzca la velocidad de la línea o la carga: imágenes más pequeñas, un backbone menor, menos orígenes en esta estación. Si los canales están ajustados para el menor tiempo, puede ayudar ajustarlos para el mayor número de piezas.',
    'station.backlog-slow':
      '{count} imágenes esperan su veredicto, la más antigua desde hace {seconds} segundos. Si el número sigue creciendo, reduzca la velocidad de la línea.',
    'station.backlog-stuck':
      '{count} imágenes esperan su veredicto, la más antigua desde hace {seconds} segundos. Pare la línea y llame al técnico: salen piezas sin veredicto.',
    'storage.newer':
      'La base de datos {file} la escribió un Sigmaline más nuevo (esquema {found}; esta versión conoce {known}). Instale la versión más nueva.',
    'storage.older':
      'La base de datos {file} la escribió un Sigmaline más antiguo (esquema {found}; esta versión lee {known}). Arranque la estación una vez para actualizarla.',
    'storage.not-found': 'No hay ninguna base de datos {file}. Indique la carpeta de datos de una estación con --data.',
    'storage.corrupt': 'La base de datos {file} está dañada ({reason}). Restaure la copia de seguridad más reciente.',
    'storage.read-only':
      'No se puede escribir en la base de datos {file}: su disco o carpeta es de solo lectura ({reason}). Permita la escritura; la inspección continuará automáticamente.',
    'storage.restored':
      'Los registros estaban dañados y se han restaurado: {restored} de la copia de seguridad del {backupAt}, {salvaged} más nuevos del archivo dañado; {unreadable} no se pudieron leer. Las imágenes que perdieron su registro se juzgan de nuevo; los números desde {next} quizá ya se usaron. La base de datos dañada ({reason}) se guarda en {folder}.',
    'storage.begun-anew':
      'Los registros estaban dañados y no había copia de seguridad utilizable: se leyeron {salvaged} registros del archivo dañado, {unreadable} no se pudieron leer. Las imágenes que perdieron su registro se juzgan de nuevo; los números desde {next} quizá ya se usaron. La base de datos dañada ({reason}) se guarda en {folder}.',
    'storage.suspected':
      'La base de datos {file} parecía dañada durante el uso ({reason}). Una comprobación completa no halló daños; haga probar el disco y la memoria de la estación.',
    'storage.moved':
      'La base de datos {file} se movió o borró mientras la estación funcionaba. Repóngala o reinicie la estación; la inspección continuará automáticamente.',
    'storage.log-held':
      'El registro de transacciones de la base de datos {file} ha crecido a {megabytes} MB, porque otro programa mantiene la base abierta para lectura. Cierre ese programa (un visor de bases de datos, un informe, una herramienta de copia); después se reduce por sí solo.',
    'backup.failed':
      'No se pudo hacer copia de seguridad de los registros en {folder}: {reason} Sigmaline sigue intentándolo.',
    'backup.crashed': 'El proceso de copia de seguridad terminó inesperadamente ({reason}).',
    'notice.not-found': 'No hay ningún aviso {notice}.',
    'storage.failed': 'No se puede escribir en la base de datos {file} ({reason}). Revise el disco.',
    'settings.value':
      'El ajuste {setting} en {file} tiene un valor que esta versión no permite, así que rige el predeterminado. Fíjelo de nuevo en la configuración.',
    'source.stored':
      'El origen de la carpeta {folder} está guardado en {file} en una forma que esta versión no puede leer, así que no se vigila. Añádalo de nuevo en la configuración.',
    'calibration.list':
      'La lista de imágenes {file} no se puede usar ({reason}). Debe nombrar en cada línea una imagen por su ruta.',
    'settings.file':
      'El archivo de ajustes {file} no se puede usar: {reason}. sigmaline calibrate --print-schema dice qué puede contener.',
    'settings.file-key':
      'El archivo de ajustes {file} tiene la clave «{key}», y ningún ajuste se llama así. Corríjala o quítela; sigmaline calibrate --print-schema dice los nombres de todos los ajustes.',
    'settings.corrupt':
      'El archivo de ajustes {file} no se puede leer ({reason}). Se guardó como {kept}, y rigen los valores predeterminados.',
    'settings.changed-meanwhile':
      'Otra pantalla cambió entretanto el ajuste {setting}, así que no se ha guardado nada. Guarde otra vez para reemplazar su nuevo valor.',

    'demo.running': 'La demostración ya está en marcha.',

    'request.unknown': 'No hay ninguna petición {request}.',
    'request.invalid': 'La petición {request} no es válida: {reason}.',
    'request.forbidden':
      'Esto ({request}) necesita el rol {role}. No se ha hecho nada. Haga que inicie sesión alguien con ese rol.',
    ...spanishAuditFaults,
    ...spanishConnectionSentences,
    ...spanishExecutionReasons,
    ...spanishReasons,
    ...spanishListWords,

    'count.or-more': '{count} o más',
    'count.more': ' (y {count} más)',

    'usage.invalid': '{reason}',
  },
};
