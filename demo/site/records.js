/**
 * The sample CRM's data. Pure: no DOM, so that the development server may read it too.
 * `id`, `type`, `name`, `account` and `numbers` have the shape of the library's Customer.
 * Days count back from today; a pair of texts is [English, Russian].
 */

const tel = (last, label = 'work') => ({ number: `+12025550${last}`, label });

const rich = [
  {
    id: 'anna-schmidt',
    type: 'contact',
    name: 'Anna Schmidt',
    account: { id: 'alfa-gmbh', name: 'Alfa GmbH' },
    numbers: [{ ...tel('101'), preferred: true }],
    email: 'anna.schmidt@alfa.example',
    position: ['Head of Purchasing', 'Руководитель закупок'],
    city: ['Hamburg', 'Гамбург'],
    timeZone: 'UTC+1',
    owner: 101,
    since: 1130,
    followUp: [
      -2,
      ['Send the revised quote for 40 seats', 'Отправить новое предложение на 40 мест'],
    ],
    deals: [
      {
        name: ['Warehouse terminals, 40 seats', 'Терминалы для склада, 40 мест'],
        stage: 'negotiation',
        amount: 48200,
      },
      { name: ['Support plan 2026', 'Поддержка на 2026 год'], stage: 'proposal', amount: 9600 },
      { name: ['Pilot, Hamburg site', 'Пилот, площадка в Гамбурге'], stage: 'won', amount: 6400 },
    ],
    activity: [
      {
        kind: 'talk',
        days: 1,
        by: 101,
        text: [
          'Went through the quote; wants delivery in two parts. 12 min',
          'Обсудили предложение, просит поставку двумя частями. 12 мин',
        ],
      },
      {
        kind: 'mail',
        days: 3,
        by: 101,
        text: ['Quote Q-2041 sent', 'Отправлено предложение Q-2041'],
      },
      {
        kind: 'meeting',
        days: 9,
        by: 104,
        text: ['Site visit, Hamburg: loading bays 3 and 4', 'Выезд в Гамбург: доки 3 и 4'],
      },
      {
        kind: 'talk',
        days: 20,
        by: 102,
        text: ['Asked for a data sheet in German. 4 min', 'Попросила описание на немецком. 4 мин'],
      },
    ],
    notes: [
      {
        days: 3,
        by: 101,
        text: [
          'Decides together with Jonas Vogel (IT). Best reached before 11:00.',
          'Решает вместе с Йонасом Фогелем (ИТ). Лучше до 11:00.',
        ],
      },
    ],
  },
  {
    id: 'beta-llc',
    type: 'account',
    name: 'Beta LLC',
    numbers: [{ ...tel('102', 'office'), preferred: true }],
    email: 'office@beta.example',
    city: ['Baltimore', 'Балтимор'],
    timeZone: 'UTC-5',
    owner: 101,
    since: 610,
    deals: [{ name: ['Fleet renewal', 'Обновление парка'], stage: 'proposal', amount: 127000 }],
    activity: [
      {
        kind: 'mail',
        days: 2,
        by: 101,
        text: ['Contract draft returned with comments', 'Проект договора вернулся с правками'],
      },
      {
        kind: 'talk',
        days: 6,
        by: 103,
        text: [
          'Accounts payable: invoice 1187 is paid. 3 min',
          'Бухгалтерия: счёт 1187 оплачен. 3 мин',
        ],
      },
      { kind: 'meeting', days: 16, by: 101, text: ['Quarterly review', 'Квартальная встреча'] },
    ],
    notes: [
      {
        days: 16,
        by: 101,
        text: [
          'Purchase orders go to purchasing@beta.example only.',
          'Заказы только на purchasing@beta.example.',
        ],
      },
    ],
  },
  {
    id: 'gamma-project',
    type: 'lead',
    name: 'Gamma Project',
    numbers: [{ ...tel('103', 'mobile'), preferred: true }],
    email: 'hello@gamma.example',
    city: ['Richmond', 'Ричмонд'],
    source: ['Trade fair, Leipzig', 'Выставка, Лейпциг'],
    timeZone: 'UTC-5',
    owner: 103,
    since: 14,
    followUp: [0, ['Qualify: budget and date', 'Уточнить бюджет и срок']],
    deals: [{ name: ['Start package', 'Стартовый пакет'], stage: 'qualified', amount: 5200 }],
    activity: [
      {
        kind: 'mail',
        days: 4,
        by: 103,
        text: ['Brochure and price list sent', 'Отправлены буклет и прайс-лист'],
      },
      { kind: 'meeting', days: 14, by: 103, text: ['Met at the stand', 'Познакомились на стенде'] },
    ],
  },
  {
    id: 'ivan-petrov',
    type: 'contact',
    name: 'Ivan Petrov',
    account: { id: 'delta-ltd', name: 'Delta Ltd' },
    numbers: [{ ...tel('104', 'mobile'), preferred: true }],
    email: 'i.petrov@delta.example',
    position: ['Managing Director', 'Генеральный директор'],
    city: ['Riga', 'Рига'],
    timeZone: 'UTC+2',
    owner: 102,
    since: 402,
    activity: [
      {
        kind: 'talk',
        days: 5,
        by: 102,
        text: [
          'Wants one contract for office and home. 8 min',
          'Хочет один договор на офис и дом. 8 мин',
        ],
      },
      { kind: 'mail', days: 8, by: 102, text: ['Floor plan received', 'Получен план этажа'] },
    ],
    notes: [
      {
        days: 5,
        by: 102,
        text: [
          'The same number is used by the company and by his private project.',
          'С этого номера звонят и по делам компании, и по личному проекту.',
        ],
      },
    ],
  },
  {
    id: 'delta-ltd',
    type: 'account',
    name: 'Delta Ltd',
    numbers: [{ ...tel('104', 'office'), preferred: true }, tel('114', 'office')],
    email: 'info@delta.example',
    city: ['Riga', 'Рига'],
    timeZone: 'UTC+2',
    owner: 102,
    since: 402,
    followUp: [-5, ['Renewal terms', 'Условия продления']],
    deals: [{ name: ['Office move', 'Переезд офиса'], stage: 'negotiation', amount: 31800 }],
    activity: [
      { kind: 'task', days: 7, by: 102, text: ['Measurements confirmed', 'Замеры подтверждены'] },
    ],
  },
  {
    id: 'petrov-renovation',
    type: 'lead',
    name: 'Petrov renovation',
    numbers: [{ ...tel('104', 'mobile'), preferred: true }],
    city: ['Jurmala', 'Юрмала'],
    source: ['Web form', 'Форма на сайте'],
    timeZone: 'UTC+2',
    owner: 105,
    since: 20,
    activity: [
      {
        kind: 'task',
        days: 20,
        by: 105,
        text: ['Lead created from the web form', 'Лид создан из формы на сайте'],
      },
    ],
  },
];

const alfa = { id: 'alfa-gmbh', name: 'Alfa GmbH' };
const beta = { id: 'beta-llc', name: 'Beta LLC' };
const kappa = { id: 'kappa-logistics', name: 'Kappa Logistics' };

/** id, type, name, last digits, company, city, operator, days known, and what else there is. */
const brief = [
  ['alfa-gmbh', 'account', 'Alfa GmbH', '110', null, ['Hamburg', 'Гамбург'], 101, 1130],
  ['jonas-vogel', 'contact', 'Jonas Vogel', '111', alfa, ['Hamburg', 'Гамбург'], 101, 700],
  ['carla-mendes', 'contact', 'Carla Mendes', '112', beta, ['Baltimore', 'Балтимор'], 101, 340],
  [
    'kappa-logistics',
    'account',
    'Kappa Logistics',
    '113',
    null,
    ['Rotterdam', 'Роттердам'],
    104,
    95,
  ],
  [
    'sofia-de-vries',
    'contact',
    'Sofia de Vries',
    '115',
    kappa,
    ['Rotterdam', 'Роттердам'],
    104,
    95,
  ],
  ['epsilon-clinic', 'account', 'Epsilon Clinic', '116', null, ['Vienna', 'Вена'], 105, 1500],
  ['dmitri-orlov', 'contact', 'Dmitri Orlov', '117', null, ['Tallinn', 'Таллин'], 106, 220],
  ['zeta-bakery', 'lead', 'Zeta Bakery', '118', null, ['Lyon', 'Лион'], 105, 6],
  ['amelie-laurent', 'contact', 'Amélie Laurent', '119', null, ['Lyon', 'Лион'], 105, 48],
  ['theta-school', 'lead', 'Theta School', '120', null, ['Bristol', 'Бристоль'], 108, 3],
  ['omar-haddad', 'contact', 'Omar Haddad', '121', null, ['Amman', 'Амман'], 107, 880],
  ['sigma-foods', 'account', 'Sigma Foods', '122', null, ['Turin', 'Турин'], 109, 260],
];

const more = {
  'kappa-logistics': {
    deals: [{ name: ['Depot network', 'Сеть складов'], stage: 'negotiation', amount: 86500 }],
    followUp: [-1, ['Confirm the delivery date', 'Подтвердить срок поставки']],
  },
  'epsilon-clinic': {
    deals: [
      { name: ['Reception upgrade', 'Обновление регистратуры'], stage: 'won', amount: 14900 },
    ],
  },
  'theta-school': { source: ['Recommendation', 'Рекомендация'] },
  'zeta-bakery': { source: ['Web form', 'Форма на сайте'] },
  'omar-haddad': { doNotCall: true },
  'sigma-foods': {
    deals: [{ name: ['Second line', 'Вторая линия'], stage: 'proposal', amount: 22300 }],
  },
};

function emailOf(type, id, account) {
  const [first, ...rest] = id.split('-');
  if (type !== 'contact') return `office@${first}.example`;
  return account
    ? `${first}.${rest.join('')}@${account.id.split('-')[0]}.example`
    : `${first}@${rest.join('')}.example`;
}

function fill([id, type, name, last, account, city, owner, since]) {
  return {
    id,
    type,
    name,
    ...(account && { account }),
    numbers: [{ ...tel(last, type === 'account' ? 'office' : 'mobile'), preferred: true }],
    email: emailOf(type, id, account),
    city,
    owner,
    since,
    activity: [
      {
        kind: 'mail',
        days: Math.min(since, 10 + (Number(last) % 9)),
        by: owner,
        text: ['Newsletter opened', 'Рассылка открыта'],
      },
      { kind: 'task', days: since, by: owner, text: ['Record created', 'Запись создана'] },
    ],
    ...more[id],
  };
}

/** Every record of the sample CRM. */
export const records = [...rich, ...brief.map(fill)];
