/** The page's own words. Buttons and links never carry exactly a word of the panel's (DESIGN.md 2.4). */
const texts = {
  en: {
    brandHome: 'Meridian CRM, all records',
    find: 'Search records',
    views: 'Views',
    telephone: 'Telephone',
    development: 'Development tools',
    records: 'Records',
    saved: 'Saved views',
    all: 'All records',
    contacts: 'Contacts',
    accounts: 'Accounts',
    leads: 'Leads',
    deals: 'Open deals',
    tasks: 'Follow-ups',
    nothingFound: 'No records match.',
    contact: 'Contact',
    account: 'Account',
    lead: 'Lead',
    back: 'Back to the list',
    details: 'Details',
    phones: 'Phones',
    email: 'Email',
    company: 'Company',
    position: 'Position',
    city: 'City',
    owner: 'Owner',
    since: 'Customer since',
    created: 'Created',
    source: 'Source',
    timeZone: 'Time zone',
    dealsTitle: 'Deals',
    noDeals: 'No deals yet.',
    related: 'Related',
    activity: 'Activity',
    notes: 'Notes',
    noNotes: 'No notes yet.',
    newNote: 'New note',
    saveNote: 'Save note',
    doNotCall: 'Asked not to be phoned',
    followUp: 'Follow-up',
    dial: 'Dial',
    extension: 'Operator {agent}',
    work: 'work',
    mobile: 'mobile',
    office: 'office',
    proposal: 'Proposal',
    negotiation: 'Negotiation',
    qualified: 'Qualified',
    won: 'Won',
    talk: 'Conversation',
    missed: 'No conversation',
    mail: 'Email',
    meeting: 'Meeting',
    task: 'Task',
    talked: 'Talked for {time}, {number}',
    notTalked: 'Nobody talked, {number}',
    extensions: 'Test extensions',
    colleagues: 'Colleagues',
    echo: 'Echo',
    music: 'Music',
    busy: 'Busy',
    rings: 'Rings on',
    rejects: 'Rejects',
    announcement: 'Announcement',
    short: 'Hangs up after 3 s',
    simulate: 'Simulate a caller',
    simulateHint: 'The development PBX rings operator {agent} from:',
    severalFound: 'Three matches',
    unknownCaller: 'Unknown',
    ringing: '{number} is ringing operator {agent}.',
    notSignedIn: 'Operator {agent} is not connected to the PBX.',
    pbxFailed: 'The PBX did not take it ({reason}).',
    farEnd: 'Far end hangs up',
    farEndGone: 'The far end has hung up.',
    options: 'This page',
    another: 'Another operator',
    language: 'Language',
    scheme: 'Scheme',
    light: 'Light',
    dark: 'Dark',
    place: 'Panel in',
    card: 'Sidebar',
    bar: 'Header',
    direction: 'Direction',
  },
  ru: {
    brandHome: 'Meridian CRM, все записи',
    find: 'Поиск записей',
    views: 'Разделы',
    telephone: 'Телефон',
    development: 'Инструменты разработчика',
    records: 'Записи',
    saved: 'Подборки',
    all: 'Все записи',
    contacts: 'Контакты',
    accounts: 'Компании',
    leads: 'Лиды',
    deals: 'Сделки',
    tasks: 'Запланировано',
    nothingFound: 'Ничего не нашлось.',
    contact: 'Контакт',
    account: 'Компания',
    lead: 'Лид',
    back: 'Назад к списку',
    details: 'Сведения',
    phones: 'Телефоны',
    email: 'Почта',
    company: 'Компания',
    position: 'Должность',
    city: 'Город',
    owner: 'Ответственный',
    since: 'Клиент с',
    created: 'Создан',
    source: 'Источник',
    timeZone: 'Часовой пояс',
    dealsTitle: 'Сделки',
    noDeals: 'Сделок пока нет.',
    related: 'Связанные записи',
    activity: 'События',
    notes: 'Заметки',
    noNotes: 'Заметок пока нет.',
    newNote: 'Новая заметка',
    saveNote: 'Сохранить заметку',
    doNotCall: 'Просит не беспокоить по телефону',
    followUp: 'Следующий шаг',
    dial: 'Набрать',
    extension: 'Оператор {agent}',
    work: 'рабочий',
    mobile: 'мобильный',
    office: 'офис',
    proposal: 'Предложение',
    negotiation: 'Переговоры',
    qualified: 'Квалификация',
    won: 'Выиграна',
    talk: 'Разговор',
    missed: 'Разговора не было',
    mail: 'Письмо',
    meeting: 'Встреча',
    task: 'Задача',
    talked: 'Разговор {time}, {number}',
    notTalked: 'Разговор не состоялся, {number}',
    extensions: 'Проверочные номера',
    colleagues: 'Коллеги',
    echo: 'Эхо',
    music: 'Музыка',
    busy: 'Занято',
    rings: 'Только гудки',
    rejects: 'Отказ',
    announcement: 'Сообщение',
    short: 'Сброс через 3 с',
    simulate: 'Изобразить клиента',
    simulateHint: 'Учебная АТС звонит оператору {agent} с номера:',
    severalFound: 'Три клиента',
    unknownCaller: 'Неизвестный',
    ringing: '{number} звонит оператору {agent}.',
    notSignedIn: 'Оператор {agent} не подключён к АТС.',
    pbxFailed: 'АТС не приняла запрос ({reason}).',
    farEnd: 'Собеседник кладёт трубку',
    farEndGone: 'Собеседник положил трубку.',
    options: 'Эта страница',
    another: 'Другой оператор',
    language: 'Язык',
    scheme: 'Тема',
    light: 'Светлая',
    dark: 'Тёмная',
    place: 'Панель',
    card: 'Сбоку',
    bar: 'В шапке',
    direction: 'Направление',
  },
};

/** `en` or `ru`; setup.js has checked it. */
export const language = document.documentElement.lang === 'ru' ? 'ru' : 'en';

/** The page's text for `key`, with `{name}` replaced from `values`. */
export function text(key, values = {}) {
  return texts[language][key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** One of a pair `[English, Russian]`, or the same string in both. */
export const local = (pair) => (Array.isArray(pair) ? pair[language === 'ru' ? 1 : 0] : pair);

/** A day counted back from today (a negative count is in the future), as people read it. */
export function day(daysAgo) {
  const date = new Date();
  date.setDate(date.getDate() - daysAgo);
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year }).format(date);
}

/** A day as `day()` gives it, but near ones by name: "today", "yesterday", "3 days ago". */
export function recentDay(daysAgo) {
  if (Math.abs(daysAgo) > 6) return day(daysAgo);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-daysAgo, 'day');
}

/** Whole US dollars. */
export const money = (amount) =>
  new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: 0,
  }).format(amount);

/** `+12025550101` as `+1 202 555 0101`; anything else unchanged. */
export const spaced = (number) => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');

/** Milliseconds as `m:ss`. */
export function minutes(ms) {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
