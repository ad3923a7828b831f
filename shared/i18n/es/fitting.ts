import type { fittingTexts as English } from '../enFitting.ts';
import { countingIn, singularIn, type Translated } from '../translation.ts';

const counted = countingIn('es-ES');

const isOne = singularIn('es-ES');

/** In Spanish. */
export const fittingTexts: Translated<typeof English> = {
  fitting: {
    speed: {
      hint: 'El backbone es la red que mira las imágenes. Uno mayor ve defectos más pequeños y tarda más.',
      choose: 'Backbone',
      missing: (id) => `El backbone ${id} no está instalado en esta estación. Elija otro.`,
      paces: { fast: 'Rápido', balanced: 'Equilibrado', accurate: 'Preciso' },
      perImage: 'por imagen',
      perMinute: (parts) => `hasta ${parts} piezas por minuto`,
      needs: (side, size) => `${side} × ${side} px, ${size}`,
      builtIn: 'incluido',
      added: 'añadido a esta estación',
      inUse: (version) => `La versión en uso (${version}) lo tiene`,
      notMeasured: 'Tiempo aún sin medir',
      measure: 'Medir en este equipo',
      measuring: 'Midiendo…',
      measureHint: 'Ejecuta cada red varias veces en el procesador, al lado de la línea. Leer la imagen no cuenta.',
      more: 'EfficientNet B0 a B7 ven defectos más pequeños. El departamento de informática añade uno con el comando «sigmaline backbone add»; la documentación, página Backbones, dice cómo.',
      details: 'Cómo se calcula',
      precision: 'Precisión',
      precisions: {
        auto: {
          label: 'Automática',
          hint: 'Enteros donde separan igual de bien: el doble de rápido sin tarjeta gráfica.',
        },
        float: { label: 'Coma flotante', hint: 'En cualquier procesador y tarjeta gráfica.' },
        int8: { label: 'También enteros', hint: 'Aunque separen peor. El ajuste lo dice.' },
      },
      kindsLabel: 'Aspectos de las piezas buenas',
      kinds: {
        found: {
          label: 'Como se encuentren',
          hint: 'Dos proveedores o dos iluminaciones se juzgan cada uno por su propia media.',
        },
        one: { label: 'Todos como uno', hint: 'Lo que queda entre dos aspectos también se da por bueno.' },
      },
      advanced: 'Avanzado',
      advancedHint: 'Lo que queda vacío toma el valor que fue el mejor en todos los conjuntos de imágenes que medimos.',
      usual: 'Lo habitual (según el número de imágenes)',
      variations: 'Variaciones de cada imagen',
      variationsHint:
        'El ajuste usa cada imagen buena también algo desplazada y girada. Cuando hay pocas imágenes, más variaciones ayudan.',
      topShare: 'Proporción de lugares',
      topShareHint:
        'La puntuación local se forma con esta proporción de los lugares más inusuales. Los defectos pequeños necesitan una proporción pequeña. Habitual: 4\u202f%.',
      npca: 'NPCA: varianza omitida',
      npcaHint: 'Omite las direcciones en las que más varían las piezas buenas. Habitual: vacío, no se omite ninguna.',
      group: 'Imágenes de una pieza',
      groupHint:
        'Un patrón que lee el número de serie en el nombre de archivo: las imágenes de una pieza cuentan una vez. Vacío: lo dicen las imágenes.',
      groupPlaceholder: '(?<serial>\\d+)_\\d+\\.png',
      wrongShare: (most) => `Introduzca un porcentaje mayor que 0 y hasta ${most}, o nada.`,
    },
    fit: {
      ready: 'Listo para ajustar',
      readyHint: 'El ajuste aprende cómo son las piezas buenas. La inspección continúa mientras tanto.',
      fitted: (name, version) => `${name}, versión ${version}`,
      fittedHint: 'Cada imagen buena se puntuó con un ajuste que no la había visto.',
      images: (images, parts) =>
        images === parts
          ? counted(images, 'imagen buena', 'imágenes buenas')
          : `${counted(images, 'imagen buena', 'imágenes buenas')} de ${parts} piezas`,
      wholeImage: 'Se mira la imagen entera',
      region: 'Solo se mira la región dibujada',
      positions: {
        fixed: 'La pieza está siempre en el mismo lugar',
        shift: 'La pieza se localiza aunque se desplace',
        turn: 'La pieza se localiza aunque se desplace y gire',
      },
      noMask: 'No se ignora nada',
      mask: (shapes) => (isOne(shapes) ? '1 forma en la máscara' : `${shapes} formas en la máscara`),
      target: 'Cuántas piezas buenas pueden rechazarse',
      tooFew: (target, needed, parts) =>
        `Un límite para ${target} necesita ${counted(needed, 'pieza buena', 'piezas buenas')}; hay ${parts}. Tome más imágenes, elija una tasa mayor o cree un borrador sin límite.`,
      start: 'Ajustar',
      again: 'Ajustar de nuevo',
      running: 'Ajustando',
      remaining: (time) => `Tiempo restante aproximado: ${time}`,
      noEstimate: 'Estimando el tiempo…',
      standOut: 'Imágenes atípicas',
      noneStandOut: 'Ninguna imagen buena es distinta de las demás.',
      kinds: (count) =>
        `Las imágenes buenas se reparten en ${count} aspectos. Si son dos proveedores o dos iluminaciones, es correcto separarlos. Si es casualidad, tómelos como uno.`,
      asOneKind: 'Tomar todo como un aspecto',
      asKinds: 'Mantener los aspectos separados',
      fitAgainForKinds: 'Ajuste de nuevo para tomarlos como uno.',
    },
    heldOut: {
      scores: 'Puntuaciones de las imágenes buenas, en sigma',
      scoresLabel: (count) => `Histograma de las puntuaciones de ${count} imágenes buenas`,
      distances: 'Distancias de la pieza',
      distancesHint:
        'La línea discontinua es donde estaría un límite chi cuadrado. Solo como referencia: rechaza muchas más piezas buenas de lo que promete.',
      distancesLabel: (count) => `Histograma de las distancias de la pieza de ${count} imágenes buenas`,
      chiSquare: 'Chi cuadrado',
      highest: 'Las puntuaciones más altas: mire si son piezas buenas',
      scoreIs: (score) => `${score} según un ajuste que no la ha visto`,
      image: 'La imagen tal como la ve la red',
      heatmap: 'Su mapa de calor',
      close: 'Cerrar',
    },
    limit: {
      title: '¿Cuántas piezas buenas pueden rechazarse?',
      hint: 'Una pieza con puntuación por encima del límite se da por mala. Menos falsos rechazos suponen un límite más alto, y los defectos más pequeños pasan.',
      notFitted: 'Todavía no hay nada para lo que fijar un límite. Ajuste primero.',
      toFit: 'Ir al ajuste',
      chart: (limit) => `Puntuaciones de las imágenes buenas, y el límite en ${limit}`,
      limitLine: 'Límite',
      reviewLine: 'Revisar',
      target: 'Falsos rechazos aceptados',
      limit: 'Límite',
      bound: 'Como máximo, con un 95\u202f% de confianza',
      slider: 'Tasa objetivo de falsos rechazos',
      strict: (target) => `Encuentra más: ${target} de falsos rechazos`,
      loose: (target) => `Rechaza menos: ${target}`,
      inWords: (bound) =>
        `Se rechaza como máximo el ${bound} de las piezas buenas, con un 95\u202f% de confianza, mientras lleguen como estas.`,
      more: (target, needed, parts) =>
        `${target} necesita ${counted(needed, 'pieza buena', 'piezas buenas')}. Hay ${parts}.`,
      consequences: 'Consecuencias',
      band: 'Banda de revisión',
      bandHint: 'Las piezas justo por debajo del límite las mira una persona.',
      noBand: 'Ninguna: bueno o malo',
      bandOf: (share, from) => `Cerca del ${share} de las piezas buenas, desde ${from}`,
      defectRate: '¿Cuántas de sus piezas son malas?',
      defectRateHint: 'Basta una estimación.',
      makesVersion: 'Otro límite crea una versión nueva. Sus puntuaciones se conservan; el ajuste no se repite.',
      keep: 'Conservar este límite',
    },
    defects: {
      rejects: (bad) => `De 10 piezas rechazadas, unas ${bad} son realmente malas.`,
      rejectsWhy: (defects, rejects, isAssumed) =>
        `Con ${defects} de piezas malas y ${rejects} de falsos rechazos${isAssumed ? ', aunque se encuentren todos los defectos' : ''}. Cuanto más raros son los defectos, más piezas buenas hay entre los rechazos.`,
      passes: (bad) => `De las piezas dadas por buenas, ${bad} son malas.`,
      none: 'Cuántos defectos encuentra lo muestra el paso siguiente: pruébelo con piezas de las que sabe si son buenas o malas, y vuelva.',
      title: (set) => `Con el conjunto de prueba «${set}»`,
      missed: 'Defectos no detectados con este límite',
      rejected: 'Piezas buenas rechazadas con este límite',
      rate: (observed, low, high) => `${observed} (95\u202f% de confianza: ${low} a ${high})`,
      roc: (area) =>
        `Área bajo la curva ROC ${area}: lo bien que las puntuaciones distinguen defectos de piezas buenas.`,
      rejectCost: 'Coste de un falso rechazo',
      missCost: 'Coste de un defecto no detectado',
      costUnit: 'cualquier unidad',
      wrongCost: 'Introduzca ambos costes, 0 o más.',
      cost: (cost, cheapest) =>
        `Ambos errores juntos cuestan ${cost} por 100 piezas.${cheapest === null ? '' : ` Costarían lo mínimo con un límite de ${cheapest}.`}`,
    },
    approve: {
      title: (name, version) => `Aprobar ${name}, versión ${version}`,
      hint: 'Un resumen, lo que difiere de la versión en uso, y su motivo. Nada cambia hasta que la apruebe.',
      report: 'Informe de calibración',
      toSources: 'Vigilar una carpeta con ella',
      toRecipes: 'Todas las recetas',
    },
  },
};
