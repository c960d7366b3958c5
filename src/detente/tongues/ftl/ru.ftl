### Русский. Не проверено носителем языка: см. docs/guide-languages.md.

## Язык

language-name = русский
language-direction = ltr
language-unreviewed = Текст составлен из кодов по шаблонам, которые ещё никем не проверены.
language-reviewed = Текст составлен из кодов по проверенным и подписанным шаблонам.

## Строки сообщения

line = { $label }: { $value }
changed = изменено: { $label }: { $value }
changed-before = было: { $label }: { $value }
changed-now = после исправления: { $label }: { $value }
said = в нём сказано: { $label }: { $value }
head = { $number }: { $name } ({ $code }), { $marker }, { $precedence }
head-unknown = { $number }: неизвестный формат { $code }, { $precedence }
newer-version = составлено в версии { $version }, известной здесь не полностью: неизвестное показано в исходном виде
list-separator = ;{ " " }
sender = { $party } ({ $role }, { $officer })
headline = { $number } · { $precedence } · { $what }
headline-about = { $what }, к сообщению { $ref }
headline-values = { $what }: { $values }
with-local = { $utc } (местное время { $local })
remark = { $text } (как написано, язык: { $language }; не входит в согласованное сообщение)
remark-language-unknown = язык не указан
taken-away = снято
not-understood = НЕ ПОНЯТО, не имеет силы
notice-not-request = Это уведомление, а не запрос разрешения. Отсутствие уведомления никого не лишает защиты.
raw = { $value } (в исходном виде)

## Заголовок

header-status = статус
header-from = от
header-to = кому
header-info = для сведения
header-on-behalf-of = от имени
header-released = отправлено
header-ref = к сообщению
header-refs = на основании
header-agreement = соглашение
header-releasability = можно сообщить
header-releasable-to = названы
header-confidence = достоверность
header-elsewhere = запись другого канала
header-relay = переданы слова стороны
header-second = второе разрешение
header-overridden = отправлено вопреки проверке
header-state = состояние
header-remarks = примечание
elsewhere = { $kind }, { $entry }

## Коды заголовка

status-ACTUAL = ДЕЙСТВИТЕЛЬНО
status-EXERCISE = УЧЕНИЕ, не действительно
status-TEST = ПРОВЕРКА, не действительно
precedence-FLASH = FLASH (МОЛНИЯ)
precedence-IMMEDIATE = IMMEDIATE (НЕМЕДЛЕННО)
precedence-PRIORITY = PRIORITY (СРОЧНО)
precedence-ROUTINE = ROUTINE (ОБЫЧНОЕ)
marker-INFORMATION = ИНФОРМАЦИЯ
marker-INTENTION = НАМЕРЕНИЕ
marker-WARNING = ПРЕДУПРЕЖДЕНИЕ
marker-ADVICE = РЕКОМЕНДАЦИЯ
marker-REQUEST = ПРОСЬБА
marker-QUESTION = ВОПРОС
marker-ANSWER = ОТВЕТ
role-observer = наблюдатель
role-duty-officer = дежурный офицер
role-releaser = офицер, разрешающий отправку
role-administrator = администратор
releasability-none = больше никому
releasability-own-forces = своим силам получателя
releasability-named = только названным
releasability-public = всем
confidence-confirmed = подтверждено
confidence-probable = вероятно
confidence-possible = возможно
confidence-doubtful = сомнительно
channel-safety = канал безопасности полётов
channel-strategic = стратегический канал
channel-diplomatic = дипломатический канал
channel-humanitarian = гуманитарный канал
state-superseded = заменено исправлением
state-cancelled = отменено
state-ended = завершено
state-expired = срок истёк

## Места

circle = круг радиусом { $radius } с центром { $centre }
polygon = многоугольник, { $vertices }: { $points }
corridor = коридор шириной { $width } по точкам { $points }
polygon-short = многоугольник, { $vertices }, начиная с { $first }
corridor-short = коридор шириной { $width } от { $first } до { $last }
length-km = { $km } км ({ $nm } мор. миль)
length-m = { $m } м ({ $nm } мор. миль)
area = { $km2 } км²
vertices = { $n ->
    [one] { $n } вершина
    [few] { $n } вершины
    [many] { $n } вершин
   *[other] { $n } вершины
}
more-parts = { $n ->
    [one] и ещё { $n } часть
    [few] и ещё { $n } части
    [many] и ещё { $n } частей
   *[other] и ещё { $n } части
}
part-number = часть { $number }: { $part }
part = { $outline }; { $heights }; { $window }
part-again = { $outline }; { $heights }; { $window }; { $again }

## Высоты

height-level = { $level } ({ $m } м)
height-FL = { $m } м ({ $ft } футов) по стандартному давлению
height-AMSL = { $m } м ({ $ft } футов) над средним уровнем моря
height-WGS84 = { $m } м ({ $ft } футов) над эллипсоидом WGS84
height-AGL = { $m } м ({ $ft } футов) над землёй
heights = от { $floor } до { $ceiling }
heights-from-ground = от земли до { $ceiling }
heights-no-limit = от { $floor } и выше, без верхней границы
heights-all = на всех высотах

## Время

window = с { $start } до { $end }
window-no-end = с { $start }, окончание не указано
window-begun = уже началось, до { $end }
window-all = без ограничения по времени
again-every = повторяется { $every }, { $times }, последнее начало не позднее { $until }
again-days = повторяется по дням: { $days } (UTC), { $times }, последнее начало не позднее { $until }
every-weeks = { $n ->
    [one] каждую { $n } неделю
    [few] каждые { $n } недели
    [many] каждые { $n } недель
   *[other] каждые { $n } недели
}
every-days = { $n ->
    [one] каждый { $n } день
    [few] каждые { $n } дня
    [many] каждые { $n } дней
   *[other] каждые { $n } дня
}
every-hours = { $n ->
    [one] каждый { $n } час
    [few] каждые { $n } часа
    [many] каждые { $n } часов
   *[other] каждые { $n } часа
}
every-minutes = { $n ->
    [one] каждую { $n } минуту
    [few] каждые { $n } минуты
    [many] каждые { $n } минут
   *[other] каждые { $n } минуты
}
every-ms = каждые { $n } мс
times = { $n ->
    [one] всего { $n } раз
    [few] всего { $n } раза
    [many] всего { $n } раз
   *[other] всего { $n } раза
}
day-MO = понедельник
day-TU = вторник
day-WE = среда
day-TH = четверг
day-FR = пятница
day-SA = суббота
day-SU = воскресенье

## Траектории и маршруты

positions = { $n ->
    [one] { $n } точка
    [few] { $n } точки
    [many] { $n } точек
   *[other] { $n } точки
}
track = { $positions }: { $points }
track-point = { $point } в { $time }
route-point = { $point }, прибытие { $arrive }, убытие { $leave }
bytes = данные, знаков: { $size }, хеш { $digest }

## Да и нет

yes = да
no = нет

## Вычислено узлом другой стороны (RBK)

computed-shape = вид области
computed-shape-point = точка
computed-shape-circle = круг
computed-shape-polygon = многоугольник
computed-shape-corridor = коридор
computed-centre = центр
computed-extent_cm = от центра до края
computed-vertices = число вершин
computed-area_m2 = площадь
computed-floor = нижняя граница
computed-ceiling = верхняя граница
computed-start_ms = начало
computed-end_ms = окончание
computed-place = ближайший населённый пункт
computed-place_distance_cm = расстояние до него
computed-place_bearing_deg = направление от него
computed-length_cm = длина
computed-half_width_cm = половина ширины
computed-every_ms = повторяется
computed-days = по дням (UTC)
computed-until_ms = последнее начало не позднее
computed-utc_offset_min = местное время той стороны
computed-words = словами того узла
computed-part = часть
computed-open = не ограничено
offset = UTC{ $offset }

## Единицы

unit-degrees-true = { $n ->
    [one] { $n } градус (истинный)
    [few] { $n } градуса (истинных)
    [many] { $n } градусов (истинных)
   *[other] { $n } градуса (истинных)
}
unit-knots = { $n ->
    [one] { $n } узел
    [few] { $n } узла
    [many] { $n } узлов
   *[other] { $n } узла
}
unit-minutes = { $n ->
    [one] { $n } минута
    [few] { $n } минуты
    [many] { $n } минут
   *[other] { $n } минуты
}
unit-metres = { $n ->
    [one] { $n } метр
    [few] { $n } метра
    [many] { $n } метров
   *[other] { $n } метра
}

## Слова таблиц: линия

format-LCK = проверка линии
field-nonce = проверочное слово
field-duty_role = дежурная должность
field-languages = языки дежурных
value-en = английский
value-ru = русский
value-he = иврит
value-ar = арабский
field-clock_ms = часы отправителя
format-LST = состояние линии
field-state = состояние линии
value-OPEN = открыта
value-DEGRADED = работает с ограничениями
value-SUSPENDED = приостановлена; сообщения об угрозе жизни принимаются
value-ENDED = прекращена; сообщения об угрозе жизни принимаются
field-scope = что именно на линии
value-all = вся линия
value-routine = только обычные сообщения
value-data = только передача данных
value-voice = только голосовая связь
field-reason_kind = вид причины
value-technical = техническая
value-political = политическая
value-maintenance = техническое обслуживание
value-other = другое, см. примечание
field-from_ms = с какого времени
field-expected_return_ms = открытие ожидается
field-residual = что эта сторона продолжает делать
value-safety-of-life = сигналы тревоги принимаются, на них отвечают
value-warnings = предупреждения о применении оружия передаются
value-open-items = открытые сообщения исправляются, отменяются и завершаются
value-line-checks = проверки линии продолжаются
value-humanitarian = гуманитарные уведомления принимаются и передаются дальше
value-records = записи ведутся, ими обмениваются
field-resume_steps = что сделать до открытия
value-line-check = обе стороны ответили на проверку линии
value-clocks = часы сверены
value-rosters = обмен графиками дежурств выполнен
value-resume_steps-records = обмен записями за перерыв выполнен
value-resume_steps-open-items = открытые сообщения разобраны вместе
value-zones = зоны подтверждены
format-DRO = изменение графика дежурств
value-duty-officer = дежурный офицер
value-releaser = офицер, разрешающий отправку
value-deputy = заместитель
value-linguist = переводчик
value-liaison = офицер взаимодействия
value-node = администратор узла
field-DRO-from_ms = дежурство с
field-to_ms = дежурство до
field-daily_until_ms = те же часы ежедневно до
field-desk = пост
field-fallback = запасной способ связи
value-line = эта линия
value-fallback-voice = телефон
value-radio = радио
value-mail = почта
value-attache = атташе или посольство
value-facilitator = посредник
value-files = файлы с нарочным
value-none = нет
field-fallback_address = номер или адрес для этого
format-DEP = объявлена зависимая сторона
field-party = зависимая сторона
field-kind = вид стороны
value-force = вооружённые силы
value-air-defence = противовоздушная оборона
value-agency = ведомство
value-operator = гражданский эксплуатант
value-kind-humanitarian = гуманитарная организация
field-may_forward = что можно ей передавать
value-may_forward-warnings = предупреждения и сигналы тревоги
value-notices = уведомления о деятельности
value-questions = вопросы и просьбы
value-may_forward-humanitarian = гуманитарные уведомления
field-means = средство связи
value-means-voice = телефон
field-minutes = примерное время передачи
field-hours = часы связи
field-DEP-to_ms = до какого времени
format-ECH = объявлены звенья управления
field-echelons = звенья, до которых доводится предупреждение
value-national = высшее командование
value-operational = оперативное командование
value-sector = управление сектором или районом
value-unit = часть или батарея
value-post = пост, корабль или пункт управления
value-crew = экипаж или оператор
field-ECH-minutes = примерное время от поста до последнего звена
field-ECH-means = способ доведения

## Слова таблиц: уведомления

format-NAA = полёты авиации
field-activity = вид авиации
value-combat = боевые самолёты
value-transport = невооружённые транспортные самолёты
value-isr = воздушная разведка и наблюдение
value-uas = беспилотные летательные аппараты
value-tanker = самолёт-заправщик
value-helo = вертолёт
field-number_band = количество
value-1 = один летательный аппарат
value-2-4 = от двух до четырёх летательных аппаратов
value-5-10 = от пяти до десяти летательных аппаратов
value-11plus = более десяти летательных аппаратов
field-volume = район, высоты и время
field-precision = точность района
value-exact = район указан точно
value-nearest-km = с точностью около километра
value-coarse = намеренно приблизительно: деятельность где-то внутри района
field-call_sign = позывной
field-radio = радиочастота
field-contact = к кому обращаться
field-place_name = название населённого пункта
format-NWA = предупреждение о применении оружия
field-NWA-volume = опасный район, высоты и время
field-hazard = вид опасности
value-air-surface = оружие «воздух — поверхность»
value-surface-air = оружие «поверхность — воздух»
value-surface-surface = оружие «поверхность — поверхность», проходит через воздушное пространство
value-air-air = оружие «воздух — воздух»
value-missile-transit = пролёт ракет
value-hazard-other = другая опасность, см. примечание
field-own_traffic = своя авиация в районе
value-own_traffic-none = наших воздушных судов в районе нет
value-leaving = наши воздушные суда покидают район
value-inside = наши воздушные суда находятся в районе
value-unknown = неизвестно, есть ли в районе наши воздушные суда
field-advice_direction = обходить район с отходом на
value-N = север
value-NE = северо-восток
value-E = восток
value-SE = юго-восток
value-S = юг
value-SW = юго-запад
value-W = запад
value-NW = северо-запад
format-NUA = полёты беспилотных аппаратов
field-lost_link = при потере связи
value-returns = возвращается
value-lands = садится на месте
value-orbits = ходит по кругу до малого остатка топлива, затем садится
value-continues = продолжает полёт по плану
value-terminates = немедленно прекращает полёт
value-lost_link-unknown = неизвестно, что он делает
field-id_scheme = опознаётся по
value-transponder = ответчику
value-remote-id = сигналу удалённой идентификации
value-call-sign = позывному в радиосвязи
value-marking = условленной маркировке или огням
field-identity = его опознавательный знак
field-stop = как прекращается полёт
value-stop-line = по просьбе на этой линии
value-stop-radio = по просьбе по радио
value-both = по просьбе на этой линии или по радио
value-stop-none = прекратить невозможно
format-NTR = пролёт ближе условленного
field-purpose = цель
value-rescue = спасание
value-medical = медицинская эвакуация
value-relief = доставка помощи
value-survey = обследование
value-transit = пролёт
value-escort = сопровождение
field-NTR-volume = маршрут, высоты и время
field-tolerance_m = высоты могут отличаться на
field-aircraft_type = тип воздушного судна
format-NEX = учение, боевая стрельба или пуск
field-kinds = вид учения
value-air-exercise = учение авиации
value-kinds-air-defence = учение ПВО
value-naval = учение флота
value-ground = учение сухопутных войск
value-live-firing = боевая стрельба
value-launch = пуск ракеты или космического аппарата
value-uncrewed = беспилотные летательные аппараты
field-NEX-volume = район, высоты и даты
field-scale = масштаб
value-small = малый
value-large = крупный
field-notam = извещения НОТАМ об этом
field-navarea = навигационные предупреждения мореплавателям об этом
field-launch_from_ms = пуск не ранее
field-launch_to_ms = пуск не позднее
field-direction_deg = направление пуска
format-NAD = состояние ПВО
field-sector = сектор
field-NAD-state = состояние
value-normal = обычное дежурство
value-raised = усиленное дежурство
value-firing = ведёт огонь
value-exercise = учебные стрельбы
value-reduced = ограничено или на обслуживании
value-state-unknown = неизвестно
field-since_ms = с какого момента
field-controlled_by = кому подчинено
value-own = нашему командованию
value-allied = командованию союзника
value-local = местному командиру
value-dependent = зависимой стороне
value-controlled_by-unknown = неизвестно, чьему командованию
field-coordinated = извещается об уведомлениях этой линии
format-NEM = лазер, помехи или потеря навигации
field-emission = вид воздействия
value-laser = лазер
value-jamming = помехи радиосвязи или радиолокации
value-gnss = потеря или ошибка спутниковой навигации
value-high-power = излучение большой мощности
field-band = диапазон
value-visible = видимый свет
value-infrared = инфракрасный
value-band-gnss = спутниковая навигация
value-hf = КВ-радиосвязь
value-vhf-uhf = УКВ-радиосвязь (VHF или UHF)
value-radar = радиолокация
value-satcom = спутниковая связь
value-several = несколько диапазонов
value-band-unknown = неизвестен
field-own_effect = воздействие этой стороны
format-NSR = поиск и спасание
field-point = последнее известное место
field-seen_ms = замечено в
field-people = количество людей
value-0 = людей нет
value-people-1 = один человек
value-2-10 = от двух до десяти человек
value-11-50 = от одиннадцати до пятидесяти человек
value-51-200 = от пятидесяти одного до двухсот человек
value-201-1000 = от двухсот одного до тысячи человек
value-1001plus = более тысячи человек
value-people-unknown = количество людей неизвестно
field-assets = ведут поиск
value-aircraft = воздушные суда
value-ship = корабли или катера
value-assets-ground = наземные группы
value-assets-none = наших сил нет
field-corridor = нужен безопасный коридор
field-need = просьба к вам
value-no-action = не применять против него силу
value-pass = пропустить его
value-guide = провести его
value-need-radio = вызвать его по радио
value-land = дать ему сесть
format-NZO = зона
field-zone = название зоны
field-action = что происходит с зоной
value-propose = предлагается
value-activate = введена в действие
value-suspend = приостановлена
value-resume = согласована и снова не действует
value-release = снята
field-NZO-volume = район, высоты и срок
field-rule = правило
value-no-entry = вход запрещён всем
value-notify = вход только с уведомлением на этой линии
value-caution = вход с осторожностью
value-no-weapons = оружие в зоне не применяется
value-no-uncrewed = вход беспилотных аппаратов запрещён
value-corridor = свободна для заявленного прохода
value-rule-other = другое правило, см. примечание
field-renews = продлевается, если никто не возражает
field-parties = кого обязывает

## Слова таблиц: гуманитарные уведомления, гражданское движение, запись с бумаги

format-NHS = гуманитарный объект
field-site = обозначение объекта
field-use = назначение
value-hospital = больница
value-clinic = поликлиника
value-shelter = убежище
value-school = школа
value-warehouse = склад помощи
value-water = водоснабжение
value-power = электроснабжение
value-office = служебное помещение
value-residence = гостевой или жилой дом
value-camp = лагерь перемещённых лиц
value-crossing = пункт перехода
field-cell = район, в котором он находится
field-NHS-from_ms = действительно с
field-valid_to_ms = действительно до
field-verified = проверено
value-own-staff = своими сотрудниками на месте
value-verified-operator = оператором объекта
value-imagery = по снимкам
value-third-party = третьей стороной на месте
value-unverified = не проверено
field-verified_ms = время проверки
field-newness = новое или взамен другого
value-new = новое
value-replaces = заменяет другое
value-cancels = отменяет другое
field-audience = кому можно видеть
field-sealed = подробности для каждого получателя
field-NHS-point = где находится
field-footprint = занимаемая площадь
field-grade = точность
value-building = до здания
value-100m = до ста метров
value-1km = до километра
value-grade-coarse = намеренно приблизительно
field-site_name = название объекта
field-operator = оператор
field-markings = обозначения
value-roof = знак на крыше
value-flag = флаг
value-lights = огни ночью
value-thermal = тепловая маркировка
value-beacon = радиомаяк
value-markings-none = обозначений нет
field-photo = фотография
field-on_site = связь на месте
format-NHM = гуманитарное передвижение
field-movement = обозначение передвижения
field-act = план или изменение
value-plan = запланированное передвижение
value-deviation = изменение уже идущего передвижения
field-NHM-cell = район передвижения
field-NHM-from_ms = начало
field-NHM-valid_to_ms = окончание
field-route = маршрут со временем
field-vehicles = количество машин
value-vehicles-1 = одна машина
value-2-5 = от двух до пяти машин
value-6-20 = от шести до двадцати машин
value-21plus = более двадцати машин
value-vehicles-none = пешком
field-NHM-kinds = виды транспорта
value-car = легковая машина
value-ambulance = санитарная машина
value-lorry = грузовая машина
value-bus = автобус
value-boat = катер
field-plates = номерные знаки
field-on_move = связь в пути
format-NCV = сведения о гражданском движении или извещение
field-NCV-kind = вид извещения
value-notam = извещение НОТАМ
value-airspace = закрытие или ограничение воздушного пространства
value-flight = гражданский рейс
value-traffic = сводка гражданского движения
value-alert = оповещение населения
field-reference = его собственный номер
field-replaced = номер заменяемого
field-fir = район полётной информации (РПИ)
field-issued_by = издано
field-NCV-from_ms = действительно с
field-original = текст в подлиннике
format-PPR = запись с бумаги или голоса
field-PPR-party = кто сообщил
field-PPR-means = как поступило
value-fax = факс
value-paper = бумага
field-heard_ms = время поступления
field-their_number = его номер
field-format = его формат
field-version = версия этого формата
field-said = что в нём сказано
field-their_ref = номер сообщения, к которому оно относится
field-written = слова, как услышаны
field-check_code = контрольный код
field-short_hash = краткий хеш
field-speaker = пост, который сообщил
field-language = на каком языке сообщено
field-their_to = кому оно адресовано
field-their_info = кому для сведения
field-their_released_ms = время его отправки
field-their_behalf = от чьего имени
field-their_second = кто ещё разрешил отправку
field-their_refs = на каких сообщениях оно основано
field-their_agreement = его соглашение
field-their_releasability = кому о нём можно сообщить
value-their_releasability-none = больше никому
value-own-forces = своим силам получателя
value-named = только названным
value-public = всем
field-their_named = кто назван
field-their_confidence = его достоверность
value-confirmed = подтверждено
value-probable = вероятно
value-possible = возможно
value-doubtful = сомнительно
field-their_elsewhere = записи других каналов
field-their_relay = чьи слова оно передавало
field-their_overridden = вопреки каким проверкам

## Слова таблиц: вопросы и просьбы

format-QID = это ваше воздушное судно?
field-QID-point = где находится
field-behaviour = что делает
value-behaviour-crossing = пересекает район
value-orbiting = ходит по кругу
value-approaching = приближается к нам
value-behaviour-leaving = уходит
value-descending = снижается
value-fast-low = на большой скорости и малой высоте
value-shadowing = следует за нашим воздушным судном
field-track = последние точки его траектории
field-code = код ответчика или наше обозначение
field-heading_deg = курс
field-speed_kt = путевая скорость
field-height = высота
format-QEX = просьба объяснить необычную деятельность
field-seen = что замечено
value-build-up = сосредоточение сил
value-seen-firing = стрельба
value-emission = лазер, помехи или потеря навигации
value-seen-air-defence = изменение в ПВО
value-ships = корабли
value-silence = нет ответа на линии
field-QEX-point = где замечено
field-area = район, в котором замечено
field-concern = что вызывает беспокойство
value-safety-of-flight = безопасность полётов
value-border = линия или граница
value-forces = безопасность наших сил
value-civilians = безопасность гражданских лиц
value-agreement = соблюдение договорённости
format-RHD = просьба воздержаться или не входить
field-request = о чём просьба
value-hold = воздержаться: не начинать
value-stop = прекратить начатое
value-avoid = не входить в район
value-delay = начать позднее
value-stop-emission = прекратить работу лазера, помехи или излучение
field-RHD-volume = район, высоты и срок
field-until_ms = до какого времени
field-because = причина просьбы
value-own-people = там наши люди
value-own-aircraft = там наши воздушные суда
value-because-civilians = там гражданские лица
value-because-rescue = идёт спасание
value-because-humanitarian = гуманитарное передвижение или объект
value-unclear = неясно, что происходит
format-RMT = просьба о разговоре или встрече
field-form = разговор или встреча
value-call = телефонный разговор
value-video = видеоразговор
value-meeting = личная встреча
field-level = уровень
value-desk = дежурные офицеры
value-chiefs = начальники постов
value-deputies = заместители командующих
value-commanders = командующие
value-level-political = политический уровень
value-experts = эксперты
field-topics = темы
value-incident = происшествие
value-activity = планируемая деятельность
value-topics-zones = зоны
value-procedures = порядок работы линии
value-topics-technical = технические вопросы
value-topics-humanitarian = гуманитарные вопросы
value-topics-agreement = соглашение
field-first_ms = первое предлагаемое время
field-second_ms = второе предлагаемое время
field-third_ms = третье предлагаемое время
field-RMT-minutes = продолжительность
field-RMT-languages = языки
field-venue = где или каким способом

## Слова таблиц: тревога

format-AEN = приближение к нашему воздушному пространству или вход в него
field-situation = что происходит
value-nearing = ваше воздушное судно приближается к нашему воздушному пространству
value-situation-inside = ваше воздушное судно находится в нашем воздушном пространстве
field-AEN-point = где находится
field-AEN-track = обозначение или код
field-wanted_turn = нужный разворот
value-wanted_turn-N = на север
value-wanted_turn-NE = на северо-восток
value-wanted_turn-E = на восток
value-wanted_turn-SE = на юго-восток
value-wanted_turn-S = на юг
value-wanted_turn-SW = на юго-запад
value-wanted_turn-W = на запад
value-wanted_turn-NW = на северо-запад
value-left = влево
value-right = вправо
value-back = обратно
format-AST = прекратите: вы наносите удар по нашим людям или защищаемому объекту
field-what = что под ударом
value-our-people = наши люди
value-our-aircraft = наши воздушные суда
value-what-hospital = больница
value-aid-convoy = колонна с помощью
value-what-civilians = гражданские лица
value-un-personnel = персонал ООН
value-protected-site = защищаемый объект
field-AST-point = где
field-AST-means = чем наносится удар
value-air-strike = удар с воздуха
value-artillery = артиллерия или реактивные снаряды
value-ground-fire = огонь с земли
value-means-unknown = неизвестно чем
format-ACL = опасность столкновения
field-ACL-point = место наибольшего сближения
field-closest_ms = наибольшее сближение в
field-first = первое воздушное судно
field-second = второе воздушное судно
field-first_track = последние точки траектории первого
field-second_track = последние точки траектории второго
field-ACL-wanted_turn = нужный разворот вашего
format-AMI = ракета в полёте
field-AMI-volume = район, который надо освободить, высоты, до какого времени
field-clear_to = уходить на
format-AOW = наше воздушное судно сбилось с пути или терпит бедствие
field-reason = почему
value-navigation = навигационная ошибка
value-weather = погода
value-reason-technical = техническая неисправность
value-fuel = малый остаток топлива
value-reason-medical = нужна медицинская помощь
value-reason-radio = отказ радиосвязи
value-distress = бедствие
value-unlawful = незаконное вмешательство на борту
value-reason-unknown = причина неизвестна
field-AOW-point = где находится
format-ALL = наш беспилотный аппарат потерял связь
field-ALL-lost_link = что он делает сейчас
field-endurance_min = остаток времени полёта
field-predicted = где он может быть, высоты, до какого времени
format-ADN = воздушное судно упало
field-ADN-point = место падения
field-whose = чьё оно
value-ours = наше
value-yours = ваше
value-civil = гражданское
value-whose-unknown = неизвестно чьё
field-plan = спасание
value-going = идём мы
value-asking = просим идти вас
value-together = предлагаем идти вместе
value-unreachable = добраться не можем
value-plan-unknown = плана пока нет

## Слова таблиц: квитанции и изменения

format-ACK = квитанция
field-step = ступень
value-READ = прочитано офицером
field-known_version = новейшая известная здесь версия этого формата
field-not_known = неизвестные здесь поля
format-RBK = обратное чтение
field-computed = вычислено здесь
format-CNF = обратное чтение подтверждено
format-RSP = ответ
field-RSP-code = ответ
value-WILCO = WILCO (выполним)
value-UNABLE = UNABLE (выполнить не можем)
value-STANDBY = STANDBY (ждите, ответ будет)
value-NOTED = NOTED (принято к сведению)
value-DISAGREE = DISAGREE (не согласны)
value-NOT_UNDERSTOOD = NOT_UNDERSTOOD (не поняли)
value-NO_RECORD = NO_RECORD (записи нет, здесь это неизвестно)
value-DECLINED = DECLINED (отвечать отказываемся)
value-YES = YES (да, наше)
value-NO = NO (нет, не наше)
value-UNKNOWN = UNKNOWN (неизвестно, наше ли это)
value-ECHO = ECHO (эхо проверки линии)
value-AGREE = AGREE (согласны)
value-EXPLAINED = EXPLAINED (объясняем)
field-RSP-reason = причина
value-own-activity = идёт своя деятельность
value-no-contact = нет связи с экипажем или частью
value-too-late = менять поздно
value-not-ours = нам не подчиняется
value-RSP-reason-weather = погода или рельеф
value-RSP-reason-fuel = топливо
value-emergency = авария на борту
value-not-authorised = нет полномочий
value-secrecy = не подлежит разглашению
field-RSP-minutes = срок ответа
field-field = относится к полю
field-proposal = предлагается взамен
field-conditions = при условии
value-later = позднее
value-elsewhere = в другом районе
value-lower = на меньших высотах
value-higher = на больших высотах
value-shorter = на меньшее время
value-with-contact = только при радиосвязи
value-reciprocal = если ваша сторона сделает то же
field-explanation = объяснение
value-training = тренировка
value-explanation-exercise = объявленное учение
value-explanation-routine = обычная деятельность
value-explanation-rescue = спасательный или медицинский рейс
value-explanation-technical = техническая неисправность
value-explanation-not-ours = не действие нашей стороны
value-mistake = ошибка нашей стороны
field-at_ms = в какое время
format-DSM = доведено до звена
field-echelon = звено, до которого доведено
field-DSM-at_ms = доведено в
field-basis = откуда известно
value-reported = звено доложило
value-read-back = звено повторило обратным чтением
value-feed = звено взяло из ленты
value-not-reached = не доведено
field-unit = подразделение
field-DSM-means = способ доведения
format-PSD = передано третьей стороне
field-PSD-party = кому передано
field-PSD-step = что там сделано
value-PASSED = передано
value-PSD-step-READ = прочитано там
value-READBACK = там сделано обратное чтение
value-ANSWER = там дан ответ
value-REFUSED = там не принято
value-UNREACHABLE = связаться не удалось
field-passed_by = кто передал
field-PSD-means = способ передачи
field-heard_back = обратный отклик
value-yes = отклик получен
value-no = отклика не было
value-waiting = отклика пока нет
field-PSD-code = ответ той стороны
field-PSD-reason = причина
value-PSD-reason-weather = погода или рельеф
value-PSD-reason-fuel = топливо
field-PSD-computed = вычислено там
field-digest = хеш полученного отклика
field-signature = его подпись
format-COR = исправление
field-changes = изменённые поля
format-CAN = отмена
field-CAN-reason = причина
value-not-happening = деятельность не состоится
value-replaced = заменено другим уведомлением
value-wrong = отправлено по ошибке
format-END = деятельность завершена
field-ended_ms = завершена в
format-NHC = гуманитарное уведомление подтверждено вновь

## Слова таблиц: раскрытие гуманитарных подробностей

format-RHN = просьба о гуманитарных подробностях
field-notice = номер уведомления
value-activity-planned = там планируется деятельность
value-because-activity-near = вблизи идёт деятельность
value-identification = чтобы отличить от другого
value-because-incident = там произошло происшествие
field-needed_ms = нужно к
format-CTC = проба связи
field-result = результат
value-answered = ответили те, кто нужен
value-no-answer = никто не ответил
value-wrong-party = ответил кто-то другой
value-no-language = ответили, общего языка нет
value-no-line = соединения нет
field-CTC-means = средство вызова
value-satellite-phone = спутниковый телефон
value-mobile-phone = мобильный телефон
value-means-data = передача данных
field-CTC-at_ms = время вызова
format-NHD = раскрытие гуманитарных подробностей
field-NHD-rule = почему сейчас
value-audience = с самого начала предназначалось этому получателю
value-requested = получатель попросил
value-rule-activity-near = вблизи объявлена деятельность получателя
value-new-key = у получателя другой ключ
field-NHD-sealed = ключи для других получателей
field-NHD-because = номер сообщения, ставшего причиной
field-others = прочим сообщается
value-never = ничего, кроме района
value-on-request = подробности, когда о них попросят
value-activity-near = подробности, когда они объявят деятельность вблизи или попросят

## На бумаге

paper-bars = Строки с чертой — для чтения; вводятся только нумерованные строки.
notice-only = Уведомление, а не запрос разрешения.
paper-code = Контрольный код всего листа
paper-hand = Квитанции от руки
paper-heard = Услышал или принял
paper-read = Прочитал
paper-readback = Прочитал обратно
paper-confirmed = Подтвердил обратное чтение
paper-answered = Ответил
paper-passed = Передано далее
paper-at = время (UTC)
paper-means = голосом, по радио, факсом, на бумаге
paper-said-back = контрольный код повторён
paper-answer = ответ
paper-heard-back = получен отзыв
paper-answers = Ответы
paper-none = Ответ не требуется

## Квитанции и что ещё требуется

step-DELIVERED = доставлено
step-READ = прочитано
step-READBACK = прочитано обратно
step-CONFIRMED = обратное чтение верно
step-CORRECTED = обратное чтение исправлено
step-ANSWER = ответ
step-END = завершение
step-DISSEMINATED = доведено до звена
step-PASSED = передано далее
step-CONTACT = связь проверена
receipt = { $step }: { $party }, { $theirs } по её часам, здесь { $ours }
receipt-what = { $step }, { $what }
disowned = КЛЮЧ УКРАДЕН: сторона { $party } заявляет, что это не её слова
owed = { $step }: должна сторона { $party } до { $time }
overdue = { $step }: должна сторона { $party }, ПРОСРОЧЕНО с { $time }
lead = заблаговременность для { $party }: { $finding }, { $had }, требуется { $required }
lead-none = нет
timing-ON-TIME = вовремя
timing-SHORT = меньше требуемой
timing-AFTER-THE-FACT = после начала
timing-NOT-EFFECTIVE = ещё не действует
proof = подтверждение хранения
proof-kept = хранится здесь, больше пока ни у кого
proof-delivered = хранится и у другого участника
proof-final = хранится у всех участников

## Первый экран

now-line = ЛИНИЯ
now-members = участники
now-declared = объявлено
now-nothing-declared = ни одна сторона ничего не объявила
now-disputed = СПОР: стороны объявили разное состояние
now-unread = НЕ ПРОЧИТАНО сообщений
now-flash-overdue = ПРОСРОЧЕНО действий по FLASH
now-overdue = ПРОСРОЧЕНО действий
now-owed = действий в срок
now-conflicts = КОНФЛИКТЫ
now-nothing = ничего срочного
now-untold = НЕ СООБЩЕНО зависимым сторонам
now-checks = ПРОПУЩЕНЫ проверки линии
now-flash = FLASH НЕ ПРОЧИТАНО
now-alarms = ТРЕВОГИ
now-gaps = разрывы на пути к экипажу
now-evidence = отклонено и сохранено как доказательство
now-handover = сдача дежурства ждёт приёма
now-exercise = УЧЕНИЕ, не действительно
now-link = СВЯЗЬ
now-behind = записей ей не доставлено
link-up = есть
link-down = НЕТ
link-refused = ОТКЛОНЕНА

## Новости по мере поступления

news-from = { $headline }, от стороны { $party }
news-real = ДЕЙСТВИТЕЛЬНО, НЕ УЧЕНИЕ
news-overdue = ПРОСРОЧЕНО
news-about = { $step }, сообщение { $number }
news-conflict = КОНФЛИКТ
news-conflict-over = конфликт завершён
news-warned = ПРЕДУПРЕЖДЕНИЕ о сообщении
news-evidence = ОТКЛОНЕНО, сохранено как доказательство, от
news-alarm = ТРЕВОГА
news-alarm-known = тревога принята
news-alarm-over = тревога снята
news-handover = СДАЧА ДЕЖУРСТВА ждёт
news-taken = дежурство принято
news-draft = ПРОЕКТ ждёт разрешения
news-draft-over = проект закрыт
news-role = у офицера другая роль
news-exercise-begun = УЧЕНИЕ НАЧАЛОСЬ
news-exercise-over = УЧЕНИЕ ЗАКОНЧЕНО, снова ДЕЙСТВИТЕЛЬНО
news-holds = получила отправленное

## Таблица формата

form-urgency = срочность
form-releaser = отправку разрешает эта или более высокая роль
form-lead = заблаговременность до начала
form-within = { $step } в течение { $time }
form-deadlines = сроки
form-answers = ответы
form-required = обязательно
form-optional = можно не указывать
form-sealed = запечатано для каждого читателя
form-seconds = { $n } с
