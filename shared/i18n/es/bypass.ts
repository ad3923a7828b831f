import type { bypassTexts as English } from '../enBypass.ts';
import { singularIn, type Translated } from '../translation.ts';

const isOne = singularIn('es-ES');
const counted = (count: number, one: string, more: string): string => (isOne(count) ? one : more);

/** In Spanish. */
export const bypassTexts: Translated<typeof English> = {
  bypass: {
    open: 'Bypass',
    title: 'Desactivar la inspección',
    means:
      'Las piezas salen entonces sin inspección. Sus imágenes se registran como no inspeccionadas. Termina automáticamente.',
    what: 'Qué',
    all: 'Todos los orígenes',
    howLong: 'Cuánto tiempo',
    minutes: (minutes) => `${minutes} min`,
    other: 'Otro tiempo',
    unit: 'min',
    invalid: (most) => `Introduzca un número de minutos de 1 a ${most}.`,
    why: 'Por qué',
    comment: 'Comentario (opcional)',
    switchOff: (minutes) => `Desactivar durante ${minutes}`,
    chooseReason: 'Elija el motivo',
    signIn: 'Inicie sesión para desactivar la inspección',
    signs: (what, minutes) => `Se desactiva la inspección: ${what}, como máximo ${minutes}.`,
    somebody: 'Alguien en la estación abierta',
    band: (what) => `Bypass: ${what}`,
    said: (who, why) => `${who}: ${why}`,
    ends: (time) => `Fin automático en ${time}`,
    since: (time, duration) => `Desde ${time}, hace ${duration}`,
    parts: (parts, shown) => counted(parts, '1 pieza salió sin inspección', `${shown} piezas salieron sin inspección`),
    check: 'Revise las piezas a mano.',
    end: 'Terminar el bypass',
    signInToEnd: 'Inicie sesión para terminarlo',
    last: 'Bypass de los últimos 7 días',
    lastOne: (from, to) => `${from} a ${to}`,
    endedEarly: (name) => `terminado antes por ${name}`,
    lasts: 'en curso',
    ofShift: (parts, duration) => `Bypass ${duration}, piezas: ${parts}`,
    settings: 'Bypass',
    reasons: 'Motivos para desactivar la inspección',
    reasonsHint: 'En el orden de la pantalla.',
    addReason: 'Añadir un motivo',
    mostMinutes: 'Duración máxima del bypass',
    mostMinutesHint: 'Quién puede hacerlo, y si necesita firma, se decide en Personas.',
    mostMinutesInvalid: 'Introduzca un número de minutos de 1 a 1440.',
  },

  handover: {
    open: 'Relevo',
    waiting: (notes, shown) => counted(notes, '1 nota sin leer', `${shown} notas sin leer`),
    title: 'Notas para el próximo turno',
    means: 'El próximo turno ve una nota en esta pantalla hasta que alguien diga que la ha leído.',
    write: 'Nota para el próximo turno',
    send: 'Dejar esta nota',
    signIn: 'Inicie sesión para dejar una nota',
    last: 'Últimas notas',
    none: 'Todavía no hay ninguna nota.',
    band: 'Del turno anterior',
    more: (notes, shown) => counted(notes, '1 nota más', `${shown} notas más`),
    by: (name, time) => `${name}, ${time}`,
    somebody: 'Alguien',
    read: 'La he leído',
    readBy: (name, time) => `Leída por ${name}, ${time}`,
    unread: 'Todavía no la ha leído nadie.',
  },
};
