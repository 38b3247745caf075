import type { Messages } from './messages.js';
import { outcomesRu } from './outcomes.js';
import { problemsRu } from './problems-ru.js';

const plural = new Intl.PluralRules('ru');

function found(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `Найден ${count} клиент`;
    case 'few':
      return `Найдено ${count} клиента`;
    default:
      return `Найдено ${count} клиентов`;
  }
}

function missed(count: number): string {
  switch (plural.select(count)) {
    case 'one':
      return `${count} пропущенный звонок`;
    case 'few':
      return `${count} пропущенных звонка`;
    default:
      return `${count} пропущенных звонков`;
  }
}

const statusNames: Readonly<Record<string, string>> = {
  available: 'На месте',
  away: 'Отошёл',
  'do-not-disturb': 'Не беспокоить',
  offline: 'Не в сети',
  'wrap-up': 'Обработка',
};

const connectionNames = {
  offline: 'Нет подключения',
  connecting: 'Подключение…',
  online: 'На связи',
  reconnecting: 'Связь прервана',
  failed: 'Связи нет',
} as const;

const viewNames = {
  calls: 'Звонки',
  transfer: 'Перевод звонка',
  customers: 'Клиенты',
  history: 'История',
  settings: 'Настройки',
};
const notificationStates = {
  granted: 'Включены: вы узнаете о звонке, когда страница скрыта',
  denied: 'Запрещены. Разрешите их в настройках браузера для этой страницы.',
  default: 'Выключены: звонок можно пропустить, когда страница скрыта',
  unsupported: 'Этот браузер их не поддерживает',
};
const shortcutNames = {
  answer: 'Ответить',
  end: 'Завершить или отклонить',
  hold: 'Удержать или снять с удержания',
  mute: 'Выключить или включить микрофон',
  dial: 'Перейти к полю номера',
  window: 'Открыть или закрыть это окно',
};

const soundProcessing = {
  echoCancellation: 'Подавлять эхо',
  noiseSuppression: 'Подавлять шум',
  autoGainControl: 'Выравнивать громкость',
} as const;
const stopTest = {
  level: 'Остановить проверку',
  recording: 'Идёт запись… Стоп',
  playing: 'Идёт прослушивание… Стоп',
  speaker: 'Остановить сигнал',
  ringer: 'Остановить сигнал',
} as const;
const deviceNotices = {
  'microphone-replaced': 'Ваш микрофон отключён. Используется стандартный.',
  'microphone-lost': 'Нет микрофона: собеседник вас не слышит. Подключите его.',
  'microphone-revoked':
    'Микрофон заблокирован: собеседник вас не слышит. Разрешите его в браузере.',
  'speaker-replaced': 'Ваш динамик отключён. Используется стандартный.',
} as const;

const customerTypes: Readonly<Record<string, string>> = {
  contact: 'Контакт',
  account: 'Компания',
  lead: 'Лид',
};

export const ru: Messages = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',
  phoneNumber: 'Номер телефона',
  call: 'Позвонить',
  openWindow: 'Открыть CTI-окно',
  status: 'Состояние',
  answer: 'Ответить',
  decline: 'Отклонить',
  endCall: 'Завершить',
  hold: 'Удержать',
  resume: 'Снять с удержания',
  mute: 'Выключить микрофон',
  unmute: 'Включить микрофон',
  silence: 'Без звука',
  keypad: 'Клавиатура',
  transfer: 'Перевести',
  incomingCall: 'Входящий звонок',
  outgoingCall: 'Исходящий звонок',
  onHold: 'На удержании',
  customersFound: found,
  liftHandset: 'Поднимите трубку, чтобы ответить',
  linkNumber: 'Привязать номер',
  onlyThisCall: 'Только этот звонок',
  statusName: (id) => statusNames[id] ?? id,
  statusThen: (status, next) => `${status}, затем ${next}`,
  noStatus: 'Нет состояния',
  showDigits: 'Показать цифры',
  hideDigits: 'Скрыть цифры',
  deleteDigit: 'Стереть цифру',
  windowTitle: 'CTI-окно',
  closeWindow: 'Закрыть CTI-окно',
  moveWindow: 'Переместить CTI-окно клавишами со стрелками',
  dockWindow: 'Вернуть к панели',
  keepOnTop: 'Поверх других окон',
  notOnTop: 'Вернуть на страницу',
  keepOnTopFailed: 'Браузер сейчас не разрешает окно поверх других.',
  callNumber: 'Позвонить',
  chooseNumber: 'Выберите номер',
  viewName: (view) => viewNames[view],
  windowNotLoaded: 'Не удалось загрузить CTI-окно. Попробуйте ещё раз.',
  emptyView: 'Здесь пока ничего нет',
  noCalls: 'Нет звонков',
  talking: 'Разговор',
  ringVolume: 'Громкость звонка',
  notifications: 'Уведомления',
  allowNotifications: 'Разрешить уведомления',
  notificationState: (state) => notificationStates[state],
  shortcuts: 'Сочетания клавиш',
  shortcutName: (name) => shortcutNames[name],
  language: 'Язык',
  deviceNotice: (notice) => deviceNotices[notice],
  problem: (reason) => problemsRu[reason],

  connection: (state) => connectionNames[state],
  retry: 'Повторить',
  usedInAnotherTab: 'Телефон в другой вкладке',
  useHere: 'Использовать здесь',

  otherCalls: 'Другие звонки',
  unknownCaller: 'Номер скрыт',
  answerCall: (who) => `Ответить: ${who}`,
  declineCall: (who) => `Отклонить: ${who}`,
  silenceCall: (who) => `Без звука: ${who}`,
  endCallWith: (who) => `Завершить: ${who}`,
  resumeCall: (who) => `Снять с удержания: ${who}`,
  consultation: 'Консультация',
  conference: 'Конференция',
  beingTransferred: 'Переводится',

  callDialing: 'Вызов…',
  callRinging: 'Идут гудки…',
  callAnswering: 'Соединение…',
  heldByOther: 'Собеседник удерживает вас',
  soundInterrupted: 'Звук прервался',
  goOnTalking: 'Можно продолжать разговор',
  allowMicrophone: 'Разрешите микрофон: браузер спрашивает вас.',
  missedCall: 'Пропущенный звонок',
  searching: 'Поиск…',
  lookupFailed: 'Поиск не удался',
  via: 'через',
  unverified: 'не проверено',
  doNotCall: 'Не звонить',
  findCustomer: 'Найти клиента…',
  createCustomer: 'Создать…',
  unlink: 'Отвязать',
  silenced: 'Звук выключен',
  searchCustomers: 'Поиск клиентов',
  searchHint: 'Введите имя, компанию или номер.',
  customerList: 'Найденные клиенты',
  customerType: (type) => customerTypes[type] ?? type,
  nobodyFound: 'Никто не найден',
  more: 'Ещё',
  openCustomer: 'Открыть',
  linkedTo: 'Номер привязан:',
  callBelongsTo: 'Клиент этого звонка:',
  unlinked: 'Номер больше не привязан.',
  suggestions: 'Подсказки',
  recentNumbers: 'Недавние номера',
  callAnyway: 'Всё равно позвонить',
  pastCalls: 'Прошлые звонки',
  allCalls: 'Все',
  missedCalls: 'Пропущенные',
  searchCalls: 'Искать звонок',
  noPastCalls: 'Звонков пока нет',
  noCallsFound: 'Таких звонков нет',
  historyOff: 'Звонки здесь не хранятся',
  historyFailed: 'Не удалось прочитать звонки.',
  loading: 'Загрузка…',
  callBack: (who) => `Позвонить: ${who}`,
  callDetails: (who) => `Подробнее: ${who}`,
  linkNumberOf: (who) => `Привязать номер: ${who}`,
  deleteCall: (who) => `Удалить звонок: ${who}`,
  delete: 'Удалить',
  callDeleted: 'Звонок удалён',
  undo: 'Вернуть',
  exportCalls: 'Выгрузить в CSV',
  notSaved: 'Не сохранён, повторить',
  notSavedCall: (who) => `Не сохранён, повторить: ${who}`,
  callInCrm: 'Звонок в CRM',
  note: 'Заметка',
  noteOf: (who) => `Заметка о звонке: ${who}`,
  outcome: (reason) => outcomesRu[reason],
  missedCount: missed,
  resumeShort: 'Снять',
  muteShort: 'Микрофон',
  unmuteShort: 'Микрофон',
  redial: 'Перезвонить',
  completeTransfer: 'Завершить перевод',
  cancelTransfer: 'Отменить перевод',
  swap: 'Переключить звонки',
  merge: 'Объединить звонки',
  split: 'Разделить звонки',
  transferTo: 'Кому перевести',
  transferNow: 'Перевести сразу',
  askFirst: 'Сначала спросить',
  recentTargets: 'Недавние переводы',
  connectCalls: 'Соединить оба звонка',
  noCallToTransfer: 'Нет звонка для перевода',
  transferHolding: 'Ставим на удержание…',
  transferTrying: (who) => `Переводим: ${who}…`,
  transferRinging: (who) => `Звоним: ${who}…`,
  transferDone: (who) => `Переведено: ${who}`,
  transferFailed: (who) => `Не удалось перевести: ${who}. Звонок остался у вас.`,
  heldLong: (who) => `${who}: на удержании уже две минуты`,
  transferAsked: (who, target) => `${who} хочет соединить вас с ${target}`,
  takenOver: (who) => `Теперь вы говорите с другим собеседником: ${who}`,
  followTransfer: (target) => `Позвонить: ${target}`,
  stayOnCall: 'Остаться на звонке',
  takeBack: 'Ждём ответа страницы. Нажмите, чтобы отменить.',
  microphone: 'Микрофон',
  speaker: 'Динамик',
  ringer: 'Звонок',
  standardDevice: 'Стандартное устройство',
  soundProcessing: (name) => soundProcessing[name],
  microphoneLevel: 'Уровень микрофона',
  callVolume: 'Громкость разговора',
  testMicrophone: 'Проверить микрофон',
  recordTest: 'Записать и прослушать',
  testTone: 'Подать сигнал',
  stopTest: (check = 'level') => stopTest[check],
  chooseDevices: 'Выбрать устройства…',
};
