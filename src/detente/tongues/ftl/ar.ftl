### العربية. لم يراجعها ناطق باللغة بعد: انظر docs/guide-languages.md.

## اللغة

language-name = العربية
language-direction = rtl
language-unreviewed = أُعدّ هذا النص من رموز وفق قوالب لم يراجعها أحد بعد.
language-reviewed = أُعدّ هذا النص من رموز وفق قوالب رُوجعت ووُقّعت.

## أسطر الرسالة

line = { $label }: { $value }
changed = تغيّر: { $label }: { $value }
changed-before = قبل ذلك: { $label }: { $value }
changed-now = بعد التصحيح: { $label }: { $value }
said = جاء فيها: { $label }: { $value }
head = { $number }: { $name } ({ $code })، { $marker }، { $precedence }
head-unknown = { $number }: نموذج غير معروف { $code }، { $precedence }
newer-version = كُتبت بالإصدار { $version } غير المعروف هنا بالكامل: يُعرض غير المعروف كما ورد
list-separator = ؛{ " " }
sender = { $party } ({ $role }، { $officer })
headline = { $number } · { $precedence } · { $what }
headline-about = { $what }، بشأن { $ref }
headline-values = { $what }: { $values }
with-local = { $utc } (التوقيت المحلي { $local })
remark = { $text } (كما كُتب، بلغة: { $language }؛ وليس جزءًا من الرسالة المتفق عليها)
remark-language-unknown = لغة غير مذكورة
taken-away = حُذف
not-understood = غير مفهومة، ولا أثر لها
notice-not-request = هذا إشعار، وليس طلبًا للإذن. وغياب الإشعار لا يحرم أحدًا من الحماية.
raw = { $value } (كما ورد)

## الترويسة

header-status = الصفة
header-from = من
header-to = إلى
header-info = للاطلاع
header-on-behalf-of = نيابةً عن
header-released = أُرسلت
header-ref = بشأن
header-refs = استنادًا إلى
header-agreement = الاتفاق
header-releasability = يجوز إبلاغ
header-releasable-to = الأطراف المسماة
header-confidence = درجة اليقين
header-elsewhere = بند في قناة أخرى
header-relay = كلام الطرف
header-second = إذن ثانٍ من
header-overridden = أُرسلت رغم التحقق
header-state = الحالة
header-remarks = ملاحظات
elsewhere = { $kind }، { $entry }

## رموز الترويسة

status-ACTUAL = فعلية
status-EXERCISE = تمرين، ليست فعلية
status-TEST = اختبار، ليست فعلية
precedence-FLASH = FLASH (خاطفة)
precedence-IMMEDIATE = IMMEDIATE (فورية)
precedence-PRIORITY = PRIORITY (عاجلة)
precedence-ROUTINE = ROUTINE (عادية)
marker-INFORMATION = معلومات
marker-INTENTION = نيّة
marker-WARNING = تحذير
marker-ADVICE = نصيحة
marker-REQUEST = طلب
marker-QUESTION = سؤال
marker-ANSWER = جواب
role-observer = مراقب
role-duty-officer = ضابط مناوب
role-releaser = ضابط مخوَّل بالإرسال
role-administrator = مدير النظام
releasability-none = لا أحد غير المتلقي
releasability-own-forces = قوات المتلقي
releasability-named = الأطراف المسماة فقط
releasability-public = الجميع
confidence-confirmed = مؤكَّد
confidence-probable = مرجَّح
confidence-possible = محتمل
confidence-doubtful = مشكوك فيه
channel-safety = قناة سلامة الطيران
channel-strategic = القناة الاستراتيجية
channel-diplomatic = القناة الدبلوماسية
channel-humanitarian = القناة الإنسانية
state-superseded = حلّ محلّها تصحيح
state-cancelled = أُلغيت
state-ended = انتهت
state-expired = انقضت مدتها

## الأماكن

circle = دائرة نصف قطرها { $radius } حول { $centre }
polygon = مضلّع، { $vertices }: { $points }
corridor = ممر عرضه { $width } عبر { $points }
polygon-short = مضلّع، { $vertices }، بدءًا من { $first }
corridor-short = ممر عرضه { $width } من { $first } إلى { $last }
length-km = { $km } كم ({ $nm } ميل بحري)
length-m = { $m } م ({ $nm } ميل بحري)
area = { $km2 } كم²
vertices = { $n ->
    [zero] { $n } رأس
    [one] رأس واحد ({ $n })
    [two] رأسان ({ $n })
    [few] { $n } رؤوس
    [many] { $n } رأسًا
   *[other] { $n } رأس
}
more-parts = { $n ->
    [zero] و{ $n } جزء آخر
    [one] وجزء واحد آخر ({ $n })
    [two] وجزءان آخران ({ $n })
    [few] و{ $n } أجزاء أخرى
    [many] و{ $n } جزءًا آخر
   *[other] و{ $n } جزء آخر
}
part-number = الجزء { $number }: { $part }
part = { $outline }؛ { $heights }؛ { $window }
part-again = { $outline }؛ { $heights }؛ { $window }؛ { $again }

## الارتفاعات

height-level = { $level } ({ $m } م)
height-FL = { $m } م ({ $ft } قدم) وفق الضغط المعياري
height-AMSL = { $m } م ({ $ft } قدم) فوق متوسط سطح البحر
height-WGS84 = { $m } م ({ $ft } قدم) فوق المجسم الناقص WGS84
height-AGL = { $m } م ({ $ft } قدم) فوق سطح الأرض
heights = من { $floor } إلى { $ceiling }
heights-from-ground = من سطح الأرض إلى { $ceiling }
heights-no-limit = من { $floor } فما فوق، بلا حد أعلى
heights-all = على جميع الارتفاعات

## الأوقات

window = من { $start } إلى { $end }
window-no-end = من { $start } دون ذكر وقت الانتهاء
window-begun = بدأ بالفعل، حتى { $end }
window-all = في جميع الأوقات
again-every = يتكرر { $every }، { $times }، وآخر بداية لا تتجاوز { $until }
again-days = يتكرر في الأيام: { $days } (UTC)، { $times }، وآخر بداية لا تتجاوز { $until }
every-weeks = { $n ->
    [zero] كل { $n } أسبوع
    [one] كل أسبوع واحد ({ $n })
    [two] كل أسبوعين ({ $n })
    [few] كل { $n } أسابيع
    [many] كل { $n } أسبوعًا
   *[other] كل { $n } أسبوع
}
every-days = { $n ->
    [zero] كل { $n } يوم
    [one] كل يوم واحد ({ $n })
    [two] كل يومين ({ $n })
    [few] كل { $n } أيام
    [many] كل { $n } يومًا
   *[other] كل { $n } يوم
}
every-hours = { $n ->
    [zero] كل { $n } ساعة
    [one] كل ساعة واحدة ({ $n })
    [two] كل ساعتين ({ $n })
    [few] كل { $n } ساعات
    [many] كل { $n } ساعةً
   *[other] كل { $n } ساعة
}
every-minutes = { $n ->
    [zero] كل { $n } دقيقة
    [one] كل دقيقة واحدة ({ $n })
    [two] كل دقيقتين ({ $n })
    [few] كل { $n } دقائق
    [many] كل { $n } دقيقةً
   *[other] كل { $n } دقيقة
}
every-ms = كل { $n } جزء من ألف من الثانية
times = { $n ->
    [zero] { $n } مرة في المجموع
    [one] مرة واحدة ({ $n }) في المجموع
    [two] مرتان ({ $n }) في المجموع
    [few] { $n } مرات في المجموع
    [many] { $n } مرةً في المجموع
   *[other] { $n } مرة في المجموع
}
day-MO = الاثنين
day-TU = الثلاثاء
day-WE = الأربعاء
day-TH = الخميس
day-FR = الجمعة
day-SA = السبت
day-SU = الأحد

## المسارات

positions = { $n ->
    [zero] { $n } نقطة
    [one] نقطة واحدة ({ $n })
    [two] نقطتان ({ $n })
    [few] { $n } نقاط
    [many] { $n } نقطةً
   *[other] { $n } نقطة
}
track = { $positions }: { $points }
track-point = { $point } في { $time }
route-point = { $point }، الوصول { $arrive }، المغادرة { $leave }
bytes = بيانات، عدد المحارف: { $size }، البصمة { $digest }

## قوائم السجلات: مواد ومواضيع وأدلة، ولكل سجل سطر


## قوائم السجلات: مواد ومواضيع وأدلة، ولكل سجل سطر


## قوائم السجلات: مواد ومواضيع وأدلة، ولكل سجل سطر

record-label = { $label } { $number }
record-part = { $label }: { $value }

## نعم ولا

yes = نعم
no = لا

## ما حسبته عقدة الطرف الآخر (RBK)

computed-shape = الشكل
computed-shape-point = نقطة
computed-shape-circle = دائرة
computed-shape-polygon = مضلّع
computed-shape-corridor = ممر
computed-centre = المركز
computed-extent_cm = من المركز إلى الطرف
computed-vertices = عدد الرؤوس
computed-area_m2 = المساحة
computed-floor = الحد الأدنى
computed-ceiling = الحد الأعلى
computed-start_ms = البداية
computed-end_ms = النهاية
computed-place = أقرب بلدة
computed-place_distance_cm = المسافة إليها
computed-place_bearing_deg = الاتجاه منها
computed-length_cm = الطول
computed-half_width_cm = نصف العرض
computed-every_ms = يتكرر
computed-days = في الأيام (UTC)
computed-until_ms = آخر بداية لا تتجاوز
computed-utc_offset_min = التوقيت المحلي لذلك الطرف
computed-words = بكلمات تلك العقدة
computed-part = الجزء
computed-open = غير محدد
offset = UTC{ $offset }

## الوحدات

unit-degrees-true = { $n ->
    [zero] { $n } درجة حقيقية
    [one] درجة حقيقية واحدة ({ $n })
    [two] درجتان حقيقيتان ({ $n })
    [few] { $n } درجات حقيقية
    [many] { $n } درجةً حقيقيةً
   *[other] { $n } درجة حقيقية
}
unit-knots = { $n ->
    [zero] { $n } عقدة
    [one] عقدة واحدة ({ $n })
    [two] عقدتان ({ $n })
    [few] { $n } عُقَد
    [many] { $n } عقدةً
   *[other] { $n } عقدة
}
unit-minutes = { $n ->
    [zero] { $n } دقيقة
    [one] دقيقة واحدة ({ $n })
    [two] دقيقتان ({ $n })
    [few] { $n } دقائق
    [many] { $n } دقيقةً
   *[other] { $n } دقيقة
}
unit-metres = { $n ->
    [zero] { $n } متر
    [one] متر واحد ({ $n })
    [two] متران ({ $n })
    [few] { $n } أمتار
    [many] { $n } مترًا
   *[other] { $n } متر
}
unit-seconds = { $n ->
    [zero] { $n } ثانية
    [one] ثانية واحدة ({ $n })
    [two] ثانيتان ({ $n })
    [few] { $n } ثوانٍ
    [many] { $n } ثانيةً
   *[other] { $n } ثانية
}
unit-days = { $n ->
    [zero] { $n } يوم
    [one] يوم واحد ({ $n })
    [two] يومان ({ $n })
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}

## كلمات الجداول: الخط

format-LCK = فحص الخط
field-nonce = كلمة الفحص
field-duty_role = الوظيفة المناوبة
field-languages = لغات المناوبين
value-en = الإنجليزية
value-ru = الروسية
value-he = العبرية
value-ar = العربية
field-clock_ms = ساعة المرسل
format-LST = حالة الخط
field-state = حالة الخط
value-OPEN = مفتوح
value-DEGRADED = يعمل بقيود
value-SUSPENDED = معلّق؛ ولا تزال رسائل إنقاذ الأرواح مقبولة
value-ENDED = أُنهي؛ ولا تزال رسائل إنقاذ الأرواح مقبولة
field-scope = الجزء المعني من الخط
value-all = الخط كله
value-routine = الرسائل العادية فقط
value-data = وصلة البيانات فقط
value-voice = الصوت فقط
field-reason_kind = نوع السبب
value-technical = تقني
value-political = سياسي
value-maintenance = صيانة
value-other = غير ذلك، انظر الملاحظات
field-from_ms = اعتبارًا من
field-expected_return_ms = يُتوقع فتحه من جديد في
field-residual = ما يواصل هذا الطرف فعله
value-safety-of-life = تُستقبل الإنذارات ويُجاب عنها
value-warnings = يستمر إرسال تحذيرات استخدام السلاح
value-open-items = تُصحَّح البنود المفتوحة وتُلغى وتُنهى
value-line-checks = يستمر فحص الخط
value-humanitarian = تُستقبل الإشعارات الإنسانية وتُنقل
value-records = تُحفظ السجلات وتُتبادل
field-resume_steps = ما يجب إنجازه قبل فتح الخط
value-line-check = أجاب الطرفان عن فحص الخط
value-clocks = قورنت الساعات
value-rosters = تبودلت جداول المناوبة
value-resume_steps-records = تبودلت سجلات فترة الانقطاع
value-resume_steps-open-items = روجعت البنود المفتوحة معًا
value-zones = أُكدت المناطق
format-DRO = تغيير جدول المناوبة
value-duty-officer = ضابط مناوب
value-releaser = ضابط مخوَّل بالإرسال
value-deputy = نائب
value-linguist = مترجم
value-liaison = ضابط ارتباط
value-node = مشغّل العقدة
field-DRO-from_ms = المناوبة من
field-to_ms = المناوبة حتى
field-daily_until_ms = الساعات نفسها يوميًا حتى
field-desk = المكتب
field-fallback = وسيلة اتصال بديلة
value-line = هذا الخط
value-fallback-voice = الهاتف
value-radio = اللاسلكي
value-mail = البريد
value-attache = الملحق أو السفارة
value-facilitator = الوسيط
value-files = ملفات تُنقل باليد
value-none = لا شيء
field-fallback_address = رقم تلك الوسيلة أو عنوانها
format-DEP = إعلان طرف تابع
field-party = الطرف التابع
field-kind = نوع الطرف
value-force = قوة مسلحة
value-air-defence = دفاع جوي
value-agency = وكالة
value-operator = مشغّل مدني
value-kind-humanitarian = منظمة إنسانية
field-may_forward = ما يجوز نقله إليه
value-may_forward-warnings = التحذيرات والإنذارات
value-notices = إشعارات النشاط
value-questions = الأسئلة والطلبات
value-may_forward-humanitarian = الإشعارات الإنسانية
field-means = وسيلة الاتصال
value-means-voice = الهاتف
field-minutes = مدة النقل التقريبية
field-hours = ساعات الاتصال
field-DEP-to_ms = حتى وقت
format-ECH = إعلان مستويات القيادة
field-echelons = المستويات التي يجب أن يصلها التحذير
value-national = القيادة الوطنية
value-operational = القيادة العملياتية
value-sector = مراقبة القطاع أو المنطقة
value-unit = الوحدة أو البطارية
value-post = الموقع أو السفينة أو غرفة المراقبة
value-crew = الطاقم أو المشغّل
field-ECH-minutes = المدة التقريبية من المكتب إلى آخر مستوى
field-ECH-means = وسيلة النقل

## كلمات الجداول: إشعارات النشاط

format-NAA = نشاط جوي
field-activity = صنف الطائرات
value-combat = طائرات قتالية
value-transport = نقل غير مسلح
value-isr = مراقبة واستطلاع
value-uas = طائرات غير مأهولة
value-tanker = طائرة تزويد بالوقود
value-helo = مروحية
field-number_band = العدد
value-1 = طائرة واحدة
value-2-4 = من طائرتين إلى أربع طائرات
value-5-10 = من خمس إلى عشر طائرات
value-11plus = أكثر من عشر طائرات
field-volume = المنطقة والارتفاعات والوقت
field-precision = دقة المنطقة
value-exact = المنطقة دقيقة
value-nearest-km = دقة نحو كيلومتر واحد
value-coarse = تقريبية عن قصد: النشاط في مكان ما داخل المنطقة
field-call_sign = نداء الاتصال
field-radio = تردد اللاسلكي
field-contact = جهة الاتصال
field-place_name = اسم مكان
format-NWA = تحذير من استخدام السلاح
field-NWA-volume = منطقة الخطر والارتفاعات والوقت
field-hazard = نوع الخطر
value-air-surface = أسلحة من الجو إلى السطح
value-surface-air = أسلحة من السطح إلى الجو
value-surface-surface = أسلحة من السطح إلى السطح عبر الجو
value-air-air = أسلحة من الجو إلى الجو
value-missile-transit = صواريخ عابرة
value-hazard-other = خطر آخر، انظر الملاحظات
field-own_traffic = طائراتنا في المنطقة
value-own_traffic-none = لا طائرات لنا في المنطقة
value-leaving = طائراتنا تغادر المنطقة
value-inside = لنا طائرات في المنطقة
value-unknown = لا يُعرف هل لنا طائرات في المنطقة
field-advice_direction = ابتعدوا باتجاه
value-N = الشمال
value-NE = الشمال الشرقي
value-E = الشرق
value-SE = الجنوب الشرقي
value-S = الجنوب
value-SW = الجنوب الغربي
value-W = الغرب
value-NW = الشمال الغربي
format-NUA = تشغيل طائرات غير مأهولة
field-lost_link = عند فقدان الاتصال بها
value-returns = تعود
value-lands = تهبط في مكانها
value-orbits = تحوم حتى يقل وقودها ثم تهبط
value-continues = تواصل وفق الخطة
value-terminates = تنهي طيرانها فورًا
value-lost_link-unknown = لا يُعرف ما تفعله
field-id_scheme = وسيلة التعرف عليها
value-transponder = جهاز مجيب
value-remote-id = بث التعريف عن بُعد
value-call-sign = نداء على اللاسلكي
value-marking = علامة أو أضواء متفق عليها
field-identity = تعريفها
field-stop = كيفية إيقافها
value-stop-line = بطلب على هذا الخط
value-stop-radio = بطلب على اللاسلكي
value-both = بطلب على هذا الخط أو على اللاسلكي
value-stop-none = لا يمكن إيقافها
format-NTR = عبور أقرب من المتفق عليه
field-purpose = الغرض
value-rescue = إنقاذ
value-medical = إخلاء طبي
value-relief = إغاثة
value-survey = مسح
value-transit = عبور
value-escort = مرافقة
field-NTR-volume = المسار والارتفاعات والوقت
field-tolerance_m = أقصى اختلاف في الارتفاعات
field-aircraft_type = طراز الطائرة
format-NEX = تمرين أو رماية حية أو إطلاق
field-kinds = أنواع التمرين
value-air-exercise = تمرين جوي
value-kinds-air-defence = تمرين دفاع جوي
value-naval = تمرين بحري
value-ground = تمرين بري
value-live-firing = رماية حية
value-launch = إطلاق صاروخ أو مركبة فضائية
value-uncrewed = طائرات غير مأهولة
field-NEX-volume = المنطقة والارتفاعات والتواريخ
field-scale = الحجم
value-small = صغير
value-large = كبير
field-notam = إعلانات الطيارين NOTAM بشأنه
field-navarea = تحذيرات الملاحة البحرية بشأنه
field-launch_from_ms = لا إطلاق قبل
field-launch_to_ms = لا إطلاق بعد
field-direction_deg = اتجاه الإطلاق
format-NAD = حالة الدفاع الجوي
field-sector = القطاع
field-NAD-state = الحالة
value-normal = مناوبة عادية
value-raised = مناوبة معززة
value-firing = يطلق النار الآن
value-exercise = تدريب على الرماية
value-reduced = محدود أو في الصيانة
value-state-unknown = غير معروفة
field-since_ms = منذ
field-controlled_by = قيادته
value-own = تحت قيادتنا
value-allied = تحت قيادة حليف
value-local = تحت قيادة قائد محلي
value-dependent = تحت قيادة طرف تابع
value-controlled_by-unknown = لا يُعرف تحت أي قيادة
field-coordinated = يُبلَّغ بإشعارات هذا الخط
format-NEM = ليزر أو تشويش أو فقدان ملاحة
field-emission = نوع التأثير
value-laser = ليزر
value-jamming = تشويش على اللاسلكي أو الرادار
value-gnss = فقدان الملاحة بالأقمار الصناعية أو خطؤها
value-high-power = بث عالي القدرة
field-band = النطاق
value-visible = ضوء مرئي
value-infrared = أشعة تحت حمراء
value-band-gnss = ملاحة بالأقمار الصناعية
value-hf = لاسلكي HF
value-vhf-uhf = لاسلكي VHF أو UHF
value-radar = رادار
value-satcom = اتصالات بالأقمار الصناعية
value-several = عدة نطاقات
value-band-unknown = غير معروف
field-own_effect = من فعل هذا الطرف
format-NSR = بحث وإنقاذ
field-point = آخر موقع معروف
field-seen_ms = وقت المشاهدة
field-people = عدد الأشخاص
value-0 = لا أحد
value-people-1 = شخص واحد
value-2-10 = من شخصين إلى عشرة أشخاص
value-11-50 = من أحد عشر إلى خمسين شخصًا
value-51-200 = من واحد وخمسين إلى مئتي شخص
value-201-1000 = من مئتين وواحد إلى ألف شخص
value-1001plus = أكثر من ألف شخص
value-people-unknown = عدد الأشخاص غير معروف
field-assets = القائمون بالبحث
value-aircraft = طائرات
value-ship = سفينة أو زورق
value-assets-ground = أشخاص على الأرض
value-assets-none = لا أحد من قواتنا
field-corridor = الممر الآمن المطلوب
field-need = المطلوب منكم
value-no-action = عدم التصدي لها
value-pass = السماح لها بالمرور
value-guide = إرشادها
value-need-radio = مناداتها على اللاسلكي
value-land = السماح لها بالهبوط
format-NZO = منطقة
field-zone = اسم المنطقة
field-action = ما يجري بشأنها
value-propose = مقترحة
value-activate = فُعّلت
value-suspend = عُلّقت
value-resume = متفق عليها ولم تعد مفعّلة
value-release = رُفعت
field-NZO-volume = المساحة والارتفاعات والمدة
field-rule = القاعدة
value-no-entry = لا يدخلها أحد
value-notify = لا يدخلها أحد دون إشعار على هذا الخط
value-caution = الدخول بحذر
value-no-weapons = لا يُستخدم فيها سلاح
value-no-uncrewed = لا تدخلها طائرات غير مأهولة
value-corridor = تبقى خالية للمرور المُشعَر به
value-rule-other = قاعدة أخرى، انظر الملاحظات
field-renews = تستمر ما لم يعترض أحد
field-parties = من تُلزِم

## كلمات الجداول: الإشعارات الإنسانية والحركة المدنية والقيد الورقي

format-NHS = موقع إنساني
field-site = رمز الموقع
field-use = الاستخدام
value-hospital = مستشفى
value-clinic = عيادة
value-shelter = ملجأ
value-school = مدرسة
value-warehouse = مستودع إغاثة
value-water = مرفق مياه
value-power = إمداد كهرباء
value-office = مكتب
value-residence = دار ضيافة أو سكن
value-camp = مخيم نازحين
value-crossing = نقطة عبور
field-cell = المنطقة التي يقع فيها
field-NHS-from_ms = سارٍ من
field-valid_to_ms = سارٍ حتى
field-verified = جهة التحقق
value-own-staff = موظفونا في الموقع
value-verified-operator = مشغّل الموقع
value-imagery = صور جوية
value-third-party = طرف ثالث في الموقع
value-unverified = لم يُتحقق منه
field-verified_ms = وقت التحقق
field-newness = جديد أو بدل غيره
value-new = جديد
value-replaces = يحل محل غيره
value-cancels = يلغي غيره
field-audience = من يجوز له الاطلاع
field-sealed = التفاصيل لكل متلقٍّ
field-NHS-point = مكانه
field-footprint = الأرض التي يشغلها
field-grade = الدقة
value-building = إلى مستوى المبنى
value-100m = إلى مئة متر
value-1km = إلى كيلومتر واحد
value-grade-coarse = تقريبية عن قصد
field-site_name = اسم الموقع
field-operator = المشغّل
field-markings = العلامات
value-roof = علامة على السطح
value-flag = علم
value-lights = أضواء ليلًا
value-thermal = علامة حرارية
value-beacon = منارة لاسلكية
value-markings-none = لا علامة
field-photo = صورة
field-on_site = جهة الاتصال في الموقع
format-NHM = تحرك إنساني
field-movement = رمز التحرك
field-act = خطة أو تغيير
value-plan = تحرك مخطط له
value-deviation = تغيير في تحرك جارٍ
field-NHM-cell = المنطقة التي يجري فيها
field-NHM-from_ms = البدء
field-NHM-valid_to_ms = الانتهاء
field-route = المسار مع أوقاته
field-vehicles = عدد المركبات
value-vehicles-1 = مركبة واحدة
value-2-5 = من مركبتين إلى خمس مركبات
value-6-20 = من ست إلى عشرين مركبة
value-21plus = أكثر من عشرين مركبة
value-vehicles-none = سيرًا على الأقدام
field-NHM-kinds = أنواع المركبات
value-car = سيارة
value-ambulance = سيارة إسعاف
value-lorry = شاحنة
value-bus = حافلة
value-boat = قارب
field-plates = لوحات المركبات
field-on_move = جهة الاتصال أثناء التحرك
format-NCV = نقل حركة مدنية أو إعلان مدني
field-NCV-kind = نوع الإعلان
value-notam = إعلان للطيارين NOTAM
value-airspace = إغلاق المجال الجوي أو تقييده
value-flight = رحلة مدنية
value-traffic = ملخص الحركة المدنية
value-alert = إنذار عام
field-reference = رقمه
field-replaced = رقم المستبدَل
field-fir = إقليم معلومات الطيران (FIR)
field-issued_by = صادر عن
field-NCV-from_ms = سارٍ من
field-original = النص كما صدر
format-PPR = قيد ورقي أو صوتي
field-PPR-party = من قاله
field-PPR-means = كيف ورد
value-fax = الفاكس
value-paper = الورق
field-heard_ms = وقت الورود
field-their_number = رقمه
field-format = نموذجه
field-version = إصدار ذلك النموذج
field-said = ما جاء فيه
field-their_ref = رقم الرسالة التي يخصها
field-written = الكلمات كما سُمعت
field-check_code = رمز التحقق
field-short_hash = البصمة المختصرة
field-speaker = المكتب الذي قاله
field-language = اللغة التي قيل بها
field-their_to = إلى من وُجّهت
field-their_info = من أُطلع عليها
field-their_released_ms = وقت إرسالها
field-their_behalf = نيابةً عمّن
field-their_second = من أذن بها أيضًا
field-their_refs = الرسائل التي استندت إليها
field-their_agreement = اتفاقها
field-their_releasability = من يجوز إبلاغه بها
value-their_releasability-none = لا أحد غير المتلقي
value-own-forces = قوات المتلقي
value-named = الأطراف المسماة فقط
value-public = الجميع
field-their_named = المسمَّون للإبلاغ
field-their_confidence = درجة يقينها
value-confirmed = مؤكَّد
value-probable = مرجَّح
value-possible = محتمل
value-doubtful = مشكوك فيه
field-their_elsewhere = بنود في قنوات أخرى
field-their_relay = كلام من نُقل فيها
field-their_overridden = الفحوص التي جرى تجاوزها

## كلمات الجداول: الأسئلة والطلبات

format-QID = هل هذه لكم؟
field-QID-point = أين هي
field-behaviour = ما تفعله
value-behaviour-crossing = تعبر
value-orbiting = تحوم
value-approaching = تقترب منا
value-behaviour-leaving = تغادر
value-descending = تنخفض
value-fast-low = سريعة ومنخفضة
value-shadowing = تتبع إحدى طائراتنا
field-track = آخر مواقعها
field-code = رمز المجيب أو اسمها عندنا
field-heading_deg = اتجاه طيرانها
field-speed_kt = سرعتها فوق الأرض
field-height = ارتفاعها
format-QEX = طلب تفسير نشاط غير معتاد
field-seen = ما شوهد
value-build-up = حشد قوات
value-seen-firing = إطلاق نار
value-emission = ليزر أو تشويش أو فقدان ملاحة
value-seen-air-defence = تغيير في الدفاع الجوي
value-ships = سفن
value-silence = لا جواب على الخط
field-QEX-point = أين شوهد
field-area = المنطقة التي شوهد فيها
field-concern = موضع القلق
value-safety-of-flight = سلامة الطيران
value-border = خط أو حدود
value-forces = سلامة قواتنا
value-civilians = سلامة المدنيين
value-agreement = ما اتُّفق عليه
format-RHD = طلب تريّث أو ابتعاد
field-request = المطلوب
value-hold = التريّث: عدم البدء
value-stop = إيقاف ما يجري
value-avoid = البقاء خارج المنطقة
value-delay = البدء لاحقًا
value-stop-emission = إيقاف الليزر أو التشويش أو البث
field-RHD-volume = المنطقة والارتفاعات وحتى متى
field-until_ms = حتى متى
field-because = السبب
value-own-people = أفرادنا هناك
value-own-aircraft = طائراتنا هناك
value-because-civilians = مدنيون هناك
value-because-rescue = عملية إنقاذ جارية
value-because-humanitarian = تحرك إنساني أو موقع إنساني
value-unclear = ليس واضحًا ما يجري
format-RMT = طلب مكالمة أو اجتماع
field-form = مكالمة أو اجتماع
value-call = مكالمة
value-video = مكالمة مرئية
value-meeting = اجتماع حضوري
field-level = المستوى
value-desk = الضباط المناوبون
value-chiefs = رؤساء المكاتب
value-deputies = نواب القادة
value-commanders = القادة
value-level-political = المستوى السياسي
value-experts = الخبراء
field-topics = المواضيع
value-incident = حادث
value-activity = نشاط مخطط له
value-topics-zones = المناطق
value-procedures = إجراءات الخط
value-topics-technical = مسائل تقنية
value-topics-humanitarian = شؤون إنسانية
value-topics-agreement = الاتفاق
field-first_ms = الموعد المقترح الأول
field-second_ms = الموعد المقترح الثاني
field-third_ms = الموعد المقترح الثالث
field-RMT-minutes = المدة
field-RMT-languages = اللغات
field-venue = المكان أو الوسيلة

## كلمات الجداول: الإنذارات

format-AEN = اقتراب من مجالنا الجوي أو دخوله
field-situation = ما يجري
value-nearing = طائرة لكم تقترب من مجالنا الجوي
value-situation-inside = طائرة لكم داخل مجالنا الجوي
field-AEN-point = أين هي
field-AEN-track = علامة أو رمز
field-wanted_turn = الانعطاف المطلوب
value-left = إلى اليسار
value-right = إلى اليمين
value-back = العودة إلى الوراء
format-AST = توقفوا: أنتم تصيبون أفرادنا أو موقعًا محميًا
field-what = ما الذي يُصاب
value-our-people = أفرادنا
value-our-aircraft = طائراتنا
value-what-hospital = مستشفى
value-aid-convoy = قافلة إغاثة
value-what-civilians = مدنيون
value-un-personnel = أفراد الأمم المتحدة
value-protected-site = موقع محمي
field-AST-point = أين
field-AST-means = بأي وسيلة
value-air-strike = ضربة جوية
value-artillery = مدفعية أو صواريخ
value-ground-fire = نيران من الأرض
value-means-unknown = لا يُعرف بأي وسيلة
format-ACL = خطر تصادم
field-ACL-point = مكان أقرب تقارب
field-closest_ms = وقت أقرب تقارب
field-first = الطائرة الأولى
field-second = الطائرة الثانية
field-first_track = آخر مواقع الأولى
field-second_track = آخر مواقع الثانية
field-ACL-wanted_turn = الانعطاف المطلوب من طائرتكم
format-AMI = صاروخ في الجو
field-AMI-volume = المنطقة الواجب إخلاؤها والارتفاعات وحتى متى
field-clear_to = أخلوا باتجاه
format-AOW = طائرة لنا ضلّت أو في محنة
field-reason = لماذا
value-navigation = خطأ ملاحي
value-weather = الأحوال الجوية
value-reason-technical = عطل فني
value-fuel = نقص الوقود
value-reason-medical = حالة طبية طارئة
value-reason-radio = عطل اللاسلكي
value-distress = محنة
value-unlawful = تدخل غير مشروع على متنها
value-reason-unknown = السبب غير معروف
field-AOW-point = أين هي
format-ALL = طائرة لنا غير مأهولة فقدت الاتصال
field-ALL-lost_link = ما تفعله الآن
field-endurance_min = مدة الطيران الباقية
field-predicted = أين قد تكون والارتفاعات وحتى متى
format-ADN = سقوط طائرة
field-ADN-point = مكان السقوط
field-whose = لمن هي
value-ours = لنا
value-yours = لكم
value-civil = مدنية
value-whose-unknown = لا يُعرف لمن هي
field-plan = الإنقاذ
value-going = نحن ذاهبون
value-asking = نطلب منكم الذهاب
value-together = نقترح الذهاب معًا
value-unreachable = لا نستطيع الوصول إليها
value-plan-unknown = لا خطة بعد

## كلمات الجداول: الإيصالات والتغييرات

format-ACK = إيصال
field-step = الخطوة
value-READ = قرأها ضابط
field-known_version = أحدث إصدار معروف هنا من نموذجها
field-not_known = حقول غير معروفة هنا
format-RBK = إعادة قراءة
field-computed = كما حُسب هنا
format-CNF = تأكيد إعادة القراءة
format-RSP = جواب
field-RSP-code = الجواب
value-WILCO = WILCO (سننفذ)
value-UNABLE = UNABLE (لا نستطيع التنفيذ)
value-STANDBY = STANDBY (انتظروا، سيأتي الجواب)
value-NOTED = NOTED (أُحطنا علمًا)
value-DISAGREE = DISAGREE (لا نوافق)
value-NOT_UNDERSTOOD = NOT_UNDERSTOOD (لم نفهم)
value-NO_RECORD = NO_RECORD (لا قيد لهذا، وهو غير معروف هنا)
value-DECLINED = DECLINED (نمتنع عن الجواب)
value-YES = YES (نعم، لنا)
value-NO = NO (لا، ليس لنا)
value-UNKNOWN = UNKNOWN (لا يُعرف هل هو لنا)
value-ECHO = ECHO (صدى فحص الخط)
value-AGREE = AGREE (نوافق)
value-EXPLAINED = EXPLAINED (نوضح)
field-RSP-reason = السبب
value-own-activity = نشاط لنا جارٍ
value-no-contact = لا اتصال بالطاقم أو الوحدة
value-too-late = فات أوان التغيير
value-not-ours = ليس تحت سيطرتنا
value-RSP-reason-weather = الأحوال الجوية أو التضاريس
value-RSP-reason-fuel = الوقود
value-emergency = حالة طارئة على متن الطائرة
value-not-authorised = لا صلاحية لذلك
value-secrecy = لا يجوز الإفصاح عنه
field-RSP-minutes = مهلة الجواب
field-field = بشأن الحقل
field-proposal = المقترح بدلًا منه
field-conditions = بشرط
value-later = في وقت لاحق
value-elsewhere = في منطقة أخرى
value-lower = على ارتفاعات أدنى
value-higher = على ارتفاعات أعلى
value-shorter = لمدة أقصر
value-with-contact = فقط مع اتصال لاسلكي
value-reciprocal = إذا فعل طرفكم المثل
field-explanation = التفسير
value-training = تدريب
value-explanation-exercise = تمرين سبق إعلانه
value-explanation-routine = نشاط عادي
value-explanation-rescue = رحلة إنقاذ أو رحلة طبية
value-explanation-technical = عطل فني
value-explanation-not-ours = ليس من فعل طرفنا
value-mistake = خطأ من طرفنا
field-at_ms = في الوقت
format-DSM = تعميم على مستوى
field-echelon = المستوى الذي وصلته
field-DSM-at_ms = وقت الوصول
field-basis = مصدر العلم
value-reported = أبلغ به المستوى
value-read-back = أعاد المستوى قراءته
value-feed = أخذه المستوى من التغذية
value-not-reached = لم يصل
field-unit = الوحدة
field-DSM-means = وسيلة النقل
format-PSD = نُقلت إلى طرف ثالث
field-PSD-party = نُقلت إلى
field-PSD-step = الخطوة هناك
value-PASSED = نُقلت
value-PSD-step-READ = قُرئت هناك
value-READBACK = أُعيدت قراءتها هناك
value-ANSWER = أُجيب عنها هناك
value-REFUSED = لم تُقبل هناك
value-UNREACHABLE = تعذر الاتصال
field-passed_by = نقلها
field-PSD-means = وسيلة النقل
field-heard_back = الرد الوارد
value-yes = ورد رد
value-no = لم يرد أي رد
value-waiting = لم يرد رد بعد
field-PSD-code = الجواب هناك
field-PSD-reason = السبب
value-PSD-reason-weather = الأحوال الجوية أو التضاريس
value-PSD-reason-fuel = الوقود
field-PSD-computed = كما حُسب هناك
field-digest = بصمة الرد الوارد
field-signature = توقيعه
format-COR = تصحيح
field-changes = الحقول المتغيرة
format-CAN = إلغاء
field-CAN-reason = السبب
value-not-happening = لن يجري النشاط
value-replaced = حلّ محلها إشعار آخر
value-wrong = أُرسلت خطأً
format-END = انتهاء النشاط
field-ended_ms = وقت الانتهاء
format-NHC = تأكيد إشعار إنساني من جديد

## كلمات الجداول: الإفصاح عن التفاصيل الإنسانية

format-RHN = طلب تفاصيل إنسانية
field-notice = رقم الإشعار
value-activity-planned = نشاط مخطط له هناك
value-because-activity-near = نشاط جارٍ بالقرب منه
value-identification = لتمييزه عن غيره
value-because-incident = وقع شيء هناك
field-needed_ms = مطلوب بحلول
format-CTC = محاولة اتصال
field-result = النتيجة
value-answered = أجاب المعنيون
value-no-answer = لم يجب أحد
value-wrong-party = أجاب شخص آخر
value-no-language = جاء الجواب دون لغة مشتركة
value-no-line = لا اتصال
field-CTC-means = وسيلة المناداة
value-satellite-phone = هاتف فضائي
value-mobile-phone = هاتف محمول
value-means-data = رسالة بيانات
field-CTC-at_ms = وقت المناداة
format-NHD = إفصاح عن تفاصيل إنسانية
field-NHD-rule = لماذا الآن
value-audience = كان موجهًا إلى هذا المتلقي منذ البداية
value-requested = طلبه المتلقي
value-rule-activity-near = أُعلن نشاط للمتلقي بالقرب منه
value-new-key = للمتلقي مفتاح آخر
field-NHD-sealed = مفاتيح لمتلقين آخرين
field-NHD-because = رقم الرسالة التي هي السبب
field-others = يُبلَّغ الآخرون
value-never = لا شيء غير المنطقة
value-on-request = التفاصيل عندما يطلبونها
value-activity-near = التفاصيل عندما يعلنون نشاطًا بالقرب منه أو يطلبونها

## كلمات الجداول: الاتفاقات


## كلمات الجداول: الحوادث


## كلمات الجداول: المشاورات


## كلمات الجداول: الاتفاقات


## كلمات الجداول: الحوادث


## كلمات الجداول: المشاورات


## كلمات الجداول: الاتفاقات

format-AGR = اتفاق، نص مقترح
field-agreement = اسم الاتفاق
field-edition = رقم النسخة
field-AGR-kind = نوع الاتفاق
value-treaty = معاهدة
value-memorandum = مذكرة
value-protocol = بروتوكول
value-arrangement = ترتيب
value-truce = هدنة أو وقف إطلاق نار
value-oral = تفاهم شفهي
field-replaces = يحل محل
field-AGR-contact = نتج عن الاتصال
field-secrecy = العلنية
value-secrecy-public = علني
value-parts = علني جزئيًا
value-secret = غير علني
field-AGR-languages = لغات النص
field-equally_authentic = جميع اللغات متساوية الحجية
field-text_sha256 = بصمة الوثيقة
field-AGR-from_ms = نافذ من
field-AGR-until_ms = نافذ حتى
field-renews_days = يتجدد تلقائيًا لمدة
field-review_ms = موعد المراجعة
field-suspension = من يجوز له تعليقه
value-any = أي من الطرفين فورًا
value-notice = أي من الطرفين بإشعار كتابي
value-suspension-both = الطرفان معًا فقط
value-suspension-none = لا يجوز تعليقه
field-notice_days = مهلة الإشعار بإنهائه
field-channels = القنوات التي يسري عليها
field-AGR-area = المنطقة
field-exceptions = الاستثناءات
field-AGR-parties = الأطراف وغيرها
field-name = الاسم
field-standing = الصفة
value-party = طرف في الاتفاق
value-guarantor = ضامن
value-standing-facilitator = وسيط
value-monitor = جهة رصد
value-observer = مراقب
value-non-party = ليس طرفًا، وينشط في المنطقة
value-affected = متأثر، وليس إلى الطاولة
value-standing-dependent = تابع لأحد الأطراف
value-absent = غائب
field-articles = المواد
field-article = المادة
value-words = نص فقط، يقدّره الأشخاص
value-lead-time = أقل مهلة إشعار قبل البدء
value-notice-duty = نشاط يجب الإشعار به
value-buffer = أقل مسافة
value-keep-out = منطقة لا يجوز دخولها
value-keep-in = ممر لا يجوز الخروج منه
value-notify-entry = منطقة لا تُدخل إلا بإشعار
value-deadline = مهلة خطوة من خطوات الإيصالات
value-frequency = تردد لاسلكي يجب ذكره
value-precision = أدنى دقة للمكان
value-rule-line-check = المدة بين فحوص الخط
value-report-duty = مهلة الإبلاغ عن حادث
value-articles-rule-no-weapons = لا نشاط بالسلاح في المنطقة
field-words = نص المادة
field-formats = النماذج
value-NAA = NAA
value-NWA = NWA
value-NUA = NUA
value-NTR = NTR
value-NEX = NEX
value-NAD = NAD
value-NEM = NEM
value-NSR = NSR
value-NHS = NHS
value-NHM = NHM
value-GDC = GDC
field-articles-activity = صنف النشاط
field-articles-party = يُلزم فقط
field-except_party = لا يُلزم
field-articles-zone = المنطقة
field-articles-minutes = المدة
field-distance_m = المسافة
field-height_m = فرق الارتفاع
field-articles-step = الخطوة
value-articles-step-READ = القراءة
value-articles-step-READBACK = إعادة القراءة
value-articles-step-ANSWER = الجواب
value-DISSEMINATED = إبلاغ الأطقم
value-END = إعلان الانتهاء
field-frequency = التردد
field-annexes = الملاحق
field-annex = الملحق
field-of = ما يحتويه
value-map = خريطة
value-of-zones = قائمة مناطق
value-frequencies = قائمة ترددات
value-formats = قائمة نماذج
value-phrases = جدول عبارات وإشارات
value-text = نص إضافي
value-of-other = غير ذلك
format-AGS = توقيع على اتفاق
field-text = النص المقترح
field-AGS-digest = بصمة النص الموقَّع
field-signed_by = وقّعه
field-reservation = تحفظ
format-AGX = إجراء بشأن اتفاق
field-AGX-act = الإجراء
value-withdraw = سُحب المقترح
value-act-suspend = علّقه هذا الطرف
value-dispute-suspension = التعليق محل اعتراض
value-act-resume = استأنفه هذا الطرف
value-renew = جُدّد
value-not-renew = لم يُجدَّد
value-exit = انسحب منه هذا الطرف
field-AGX-from_ms = بدء النفاذ
field-AGX-articles = المواد المعنية فقط
format-POL = سياسة أو ممارسة أو خط أحمر أو موقف
field-POL-kind = نوع التصريح
value-policy = سياسة معلنة
value-practice = ممارسة مرصودة
value-red-line = خط أحمر
value-position = موقف
value-intention = نيّة
field-holder = صاحبه
field-POL-words = بهذه الكلمات
field-exception = لا ينطبق على
field-since = منذ
field-until = حتى
field-POL-area = المنطقة
field-source = المصدر
field-source_sha256 = بصمة المصدر
field-instead_of = بدلًا من
field-policy = متصل بالتصريح
field-POL-contact = قيل في الاتصال
format-FAN = جواب عن استنتاج
field-finding = الاستنتاج
field-answer = الجواب
value-accept = مقبول
value-dispute = معترَض عليه
value-no-record = لا قيد لذلك هنا
field-evidence = الأدلة
field-evidence-what = نوع الدليل
value-track = مسار مسجَّل
value-audio = تسجيل صوتي
value-what-video = تسجيل مرئي
value-photo = صورة
value-log = سجل أو رسالة
value-document = وثيقة
value-debris = توثيق حطام
value-statement = إفادة شاهد
value-what-other = دليل آخر
field-sha256 = بصمة الملف
field-annexes-words = نص الملحق
field-evidence-holder = من يحتفظ به
field-release = من يجوز إبلاغه به
value-release-none = لا أحد غير المتلقي
field-named = الأطراف المسماة
field-about = ما يُظهره
format-BRC = إحصاء الخروقات
field-BRC-from_ms = الفترة من
field-BRC-until_ms = الفترة حتى
field-BRC-text = بموجب الاتفاق
field-BRC-source = أحصاه
field-counts = الأعداد
field-counted = نوع الإحصاء
value-breach = خروقات
value-notice-given = إشعارات صادرة
value-notice-received = إشعارات واردة
value-counted-activity = أنشطة
field-type = نوع الخرق
field-counts-what = ما أُحصي
field-counts-whose = من فعله
field-count = العدد
field-refs = رسائل أو ملفات
format-GDC = إعلان مختوم، تقريبي
field-seal = ختم الإشعار الدقيق
field-sealed_format = نموذج الإشعار الدقيق
field-GDC-volume = المنطقة التقريبية والارتفاعات والوقت
field-open_by_ms = يُفتح في موعد أقصاه
field-class = صنف النشاط
format-GDO = فتح إعلان مختوم
field-GDO-sealed = الإعلان المختوم
field-GDO-notice = الإشعار الدقيق
field-salt = الإضافة العشوائية (salt)

## كلمات الجداول: الحوادث

format-INR = حادث، بلاغ أول
field-types = الأنواع
value-NMS = شبه تصادم
value-AIRPROX = تقارب بين الطائرات
value-LOS = فقدان الفصل المتفق عليه
value-INF = مخالفة مجال جوي
value-INCUR = توغل في مجال جوي يعدّه طرف تابعًا له
value-BUF = داخل المسافة العازلة المتفق عليها
value-UNC = نشاط دون الإشعار المتفق عليه
value-LATE = إشعار بمهلة قصيرة أو بعد الوقوع
value-MISL = إشعار بمضمون خاطئ
value-USI = اعتراض غير مأمون
value-UPI = سلوك غير مهني
value-SHD = ادعاء التستر بطائرة أخرى
value-RLK = إطباق راداري
value-WPT = تصويب سلاح أو محاكاة هجوم
value-LAS = تسليط ليزر
value-EWI = تشويش أو تضليل إشارات أو تدخل في السيطرة
value-WRN = طلقة تحذيرية أو شعلة
value-FUP = إطلاق نار عليه دون إصابته
value-HIT = إصابة
value-SHOOT = إسقاط
value-STK = ضرب قوات الطرف الآخر خطأً
value-PRT = إصابة موقع محمي أو تحرك سبق الإشعار به
value-OBJ = جسم ساقط أو حطام عبر الخط الفاصل
value-LNK = طائرة غير مأهولة فقدت الاتصال وعبرت الخط الفاصل
value-COM = تعطل خط الاتصال عند الحاجة إليه
value-RAD = تحذير لاسلكي لم يُسمع أو لم يُجب عنه
field-happened_ms = وقت الوقوع
field-day = تاريخ الوقوع
field-opened_from = أساس فتحه
value-hand = فتحه ضابط
value-message = فُتح انطلاقًا من رسالة
value-report = فُتح انطلاقًا من خبر مصدر
value-rule = اقترحته قاعدة
field-INR-finding = الاستنتاج الذي اقترحه
field-same_as = الحادث نفسه في الملف
field-claim = موقف هذا الطرف من الادعاء
value-alleged = مدّعى به
value-claim-confirmed = يؤكده هذا الطرف
value-denied = ينفيه هذا الطرف
value-not-known = لا يعلم هذا الطرف عنه شيئًا
value-claim-reported = يعلمه هذا الطرف من خبر فقط
field-INR-until_ms = وقت انتهائه
field-time_margin_s = دقة الأوقات
field-INR-point = مكان الوقوع
field-margin_m = دقة المكان
field-INR-area = المنطقة التي وقع فيها
field-INR-height = الارتفاع الذي وقع عليه
field-boundary = إصدار خط الحدود
field-claimed_by = من يعدّ هذا المجال الجوي تابعًا له
field-recognised_by = من يعترف بخط الحدود هذا
field-depth_m = العمق وراءه
field-inside_s = مدة البقاء وراءه
field-aircraft = الطائرات وغيرها
field-side = لمن
field-craft = الصنف
value-craft-isr = طائرة مراقبة
value-missile = صاروخ
value-craft-civil = طائرة مدنية
value-craft-ship = سفينة
value-craft-ground = قوات أو موقع على الأرض
value-craft-unknown = النوع غير معروف
field-ident = التعريف
field-arms = سلاحها أو مستشعرها
value-arms-none = لا سلاح ولا مستشعر قيد الاستخدام
field-closest_m = أقل مسافة
field-closest_height_m = أقل فرق ارتفاع
field-closing_kt = سرعة التقارب
field-measured = الخطر المقيس
value-A = خطر تصادم
value-B = السلامة غير مضمونة
value-C = لا خطر تصادم
value-D = الخطر غير محدد
field-perceived = الدرجة السياسية
value-near-routine = قريب من المعتاد
value-serious = خطير، مع خطر التصعيد
value-high-risk = عالي المخاطر
field-felt_unsafe = شعر الطاقم بالخطر
value-felt_unsafe-yes = نعم
value-felt_unsafe-no = لا
value-felt_unsafe-not-known = غير معروف
field-intent = القصد في نظر هذا الطرف
value-intent-mistake = خطأ
value-intent-routine = أمر معتاد
value-deliberate = فعل متعمد
value-intent-unknown = القصد غير معروف
field-coordination = التنسيق
value-on-time = أُشعر به في الوقت
value-short = أُشعر به، لكن بمهلة قصيرة أو بعد وقوعه
value-coordination-none = لم يُشعر به
value-other-rule = انطبقت قاعدة أخرى
value-not-owed = لم يكن الإشعار واجبًا
field-evasive = اضطرار إلى مناورة تفادٍ
value-evasive-yes = نعم
value-evasive-no = لا
value-evasive-not-known = غير معروف
field-done_by = من قام به
field-done_as = صفة من قام به
value-done_as-party = أحد الأطراف
value-done_as-dependent = طرف ثالث تابع لأحدها
value-struck-side = الطرف المصاب نفسه
value-done_as-other = طرف ثالث آخر
value-done_as-unknown = لا يُعرف من هو
field-weapon = الأسلحة والمستشعرات
value-weapon-none = لا سلاح ولا مستشعر قيد الاستخدام
value-search-radar = رادار بحث
value-fire-control = رادار إدارة النيران
value-arms-jamming = تشويش
value-weapon-jamming = تشويش
value-flare = شعلة أو طلقة تحذيرية
value-fired = أُطلق سلاح
value-arms-not-known = حالة السلاح غير معروفة
value-weapon-not-known = حالة السلاح غير معروفة
field-INR-radio = سجل اللاسلكي
field-radio-at_ms = الوقت
field-caller = المنادي
field-radio-words = الكلام
field-heard = سُمع
value-heard-yes = نعم
value-heard-no = لا
value-heard-not-known = غير معروف
field-orders = الأوامر الصادرة
field-orders-at_ms = الوقت
field-by = صدر عن
field-order = الأمر
field-harm = الضرر
field-harm-kind = نوع الضرر
value-killed = قتلى
value-injured = جرحى
value-missing = مفقودون
value-destroyed = مدمَّر
value-damaged = متضرر
value-kind-none = لا ضرر
field-harm-whose = لمن
field-harm-what = ما أو من
field-rules = القواعد المستند إليها
field-rules-agreement = الاتفاق
field-account = الرواية بالكلمات
format-INS = حادث، رواية أو تكملة
field-case = الملف
field-INS-until_ms = وقت انتهائه
field-INS-point = مكان الوقوع
field-INS-area = المنطقة التي وقع فيها
field-INS-height = الارتفاع الذي وقع عليه
field-INS-radio = سجل اللاسلكي
format-INQ = سؤال في ملف
field-INQ-field = بشأن ماذا
value-types = الأنواع
value-happened_ms = وقت الوقوع
value-day = تاريخ الوقوع
value-claim = موقف هذا الطرف من الادعاء
value-until_ms = وقت انتهائه
value-time_margin_s = دقة الأوقات
value-point = مكان الوقوع
value-margin_m = دقة المكان
value-area = المنطقة التي وقع فيها
value-height = الارتفاع الذي وقع عليه
value-boundary = إصدار خط الحدود
value-claimed_by = من يعدّ هذا المجال الجوي تابعًا له
value-recognised_by = من يعترف بخط الحدود هذا
value-depth_m = العمق وراءه
value-inside_s = مدة البقاء وراءه
value-field-aircraft = الطائرات وغيرها
value-closest_m = أقل مسافة
value-closest_height_m = أقل فرق ارتفاع
value-closing_kt = سرعة التقارب
value-measured = الخطر المقيس
value-perceived = الدرجة السياسية
value-felt_unsafe = شعر الطاقم بالخطر
value-intent = القصد في نظر هذا الطرف
value-coordination = التنسيق
value-weapon = الأسلحة والمستشعرات
value-evasive = اضطرار إلى مناورة تفادٍ
value-done_by = من قام به
value-done_as = صفة من قام به
value-field-radio = سجل اللاسلكي
value-orders = الأوامر الصادرة
value-harm = الضرر
value-rules = القواعد المستند إليها
value-evidence = الأدلة
value-account = الرواية بالكلمات
field-question = السؤال
format-INA = جواب في ملف
field-INA-question = جواب عن السؤال
field-told_in = ورد في الرواية
format-INF = واقعة مقترحة للاتفاق عليها في ملف
field-INF-field = بشأن ماذا
field-INF-told_in = كما ورد في الرواية
field-INF-words = بهذه الكلمات
format-INC = إغلاق ملف
field-closure = طريقة الإغلاق
value-joint = استنتاج مشترك
value-parallel = روايتان جنبًا إلى جنب
value-withdrawn = سحب الادعاء
value-no-agreement = لا اتفاق
value-superseded = متابعة في ملف آخر
field-open_points = نقاط تبقى مفتوحة
field-measures = التدابير
field-measure = التدبير
field-owner = المسؤول
field-due = موعد الاستحقاق
field-taken_up_in = يُتابَع في الملف
format-PRO = احتجاج
field-PRO-about = موضوع الاحتجاج
field-demand = ما يطالب به هذا الطرف

## كلمات الجداول: المشاورات

format-CON = اتصال بين الطرفين
field-CON-kind = نوع الاتصال
value-visit = زيارة
value-kind-meeting = اجتماع
value-kind-call = مكالمة هاتفية
value-letter = رسالة خطية
value-working-group = فريق عمل
value-joint-commission = لجنة مشتركة
value-conference = مؤتمر
value-talks = محادثات بين عدة أطراف
value-tour = جولة على عدة عواصم
field-CON-state = حالة الاتصال
value-invited = وُجّهت الدعوة
value-tentative = الموعد غير نهائي
value-planned = مخطط له
value-held = جرى
value-postponed = أُجّل
value-cancelled = أُلغي
value-declined = قوبل بالاعتذار
value-leaders = الزعماء
value-ministers = الوزراء
value-CON-level-deputies = نواب الوزراء
value-officials = كبار المسؤولين
value-ambassadors = السفراء
value-legislators = أعضاء البرلمان
field-CON-day = التاريخ
field-latest = في أقصى تاريخ
field-when_words = التاريخ بالكلمات
field-CON-from_ms = البداية
field-CON-until_ms = النهاية
field-place = المكان
field-initiator = بمبادرة من
field-invited_by = بدعوة من
field-series = السلسلة
field-serial = الرقم في السلسلة
field-part_of = جزء من الاتصال
field-follows = يلي الاتصال
field-CON-same_as = الاتصال نفسه في
field-CON-format = صيغة تضم عدة أطراف
field-CON-languages = اللغات
field-participants = المشاركون
field-office = المنصب
field-participants-side = الطرف
field-capacity = بصفة
value-head = رئيس الوفد
value-member = عضو الوفد
value-host = مضيف
value-capacity-facilitator = وسيط
value-interpreter = مترجم
value-capacity-absent = كان متوقعًا ولم يحضر
format-CAG = جدول أعمال اتصال
field-CAG-contact = الاتصال
field-items = البنود
field-item = البند
field-topic = الموضوع
value-safety = السلامة في الجو
value-topic-coordination = تنسيق القوات
value-topic-agreement = تنفيذ الاتفاقات
value-topic-truce = الهدنة
value-peace-talks = محادثات السلام
value-region = الوضع في المنطقة
value-arms = توريد السلاح وضبطه
value-nuclear = الشؤون النووية
value-borders = الحدود والأراضي
value-topic-humanitarian = شؤون إنسانية
value-relations = العلاقات بين الطرفين
value-economy = الاقتصاد والتجارة
value-technology = التقنية والطاقة
value-culture = الثقافة والتاريخ
value-planning = التخطيط الاستراتيجي
value-third-parties = أطراف ثالثة
value-topic-other = موضوع آخر
field-proposer = اقترحه
field-stance = موقف هذا الطرف
value-agree = موافق
value-differ = مخالف
value-open = لم يُحسم
value-not-raised = لم يُطرح
value-moved = نُقل إلى قناة أخرى
field-items-words = بالكلمات
field-moved_to = نُقل إلى القناة
format-CRO = بيان عن اتصال
field-CRO-contact = الاتصال
field-issued_ms = وقت الصدور
field-CRO-language = اللغة
field-topics-said = ما قيل عنه
value-discussed = نوقش
value-agreed = اتُّفق عليه
value-differed = لا اتفاق
value-asked = طلبه هذا الطرف
value-offered = عرضه هذا الطرف
value-stated = ذكره هذا الطرف
value-heard = ذكره الطرف الآخر
value-not-discussed = لم يُناقَش
field-topics-words = بالكلمات
field-CRO-text = النص كما صدر
field-CRO-text_sha256 = بصمة النص الكامل
format-CCM = تعهد
field-CCM-what = مضمون التعهد
field-due_words = موعد الاستحقاق بالكلمات
field-CCM-contact = الاتصال
field-CCM-text = بموجب الاتفاق
format-CST = إفادة عن حالة تعهد
field-commitment = التعهد
field-CST-state = حالة التعهد
value-state-open = مفتوح
value-in-hand = قيد التنفيذ
value-partly = نُفّذ جزئيًا
value-done = نُفّذ
value-overdue = متأخر
value-dropped = صُرف النظر عنه
value-disputed = محل خلاف
field-CST-contact = روجع في الاتصال
field-CST-words = بالكلمات
format-CFC = مجالات التعاون
field-CFC-text = بموجب الاتفاق
field-CFC-contact = الاتصال
field-CFC-count = العدد الإجمالي
field-fields = المجالات
field-fields-field = المجال
field-lead = الجهة المتولية
field-fields-state = الحالة
value-state-named = مذكور
value-working = قائم
value-resting = متوقف مؤقتًا
value-ended = منتهٍ
field-fields-words = بالكلمات
format-CSU = علاقات: إقامتها أو تعليقها أو استعادتها
field-tie = نوع العلاقة
value-tie-relations = علاقات دبلوماسية
value-mechanism = آلية تشاور
value-tie-talks = محادثات
value-commission = لجنة مشتركة
value-channel = قناة
field-CSU-act = الإجراء
value-established = إقامة
value-suspended = تعليق
value-broken-off = قطع
value-resumed = استئناف
value-restored = استعادة
field-with = بين
field-CSU-day = منذ
field-expected = يُتوقع استئنافها
field-rests_on = يستند إلى
value-rests_on-practice = الممارسة فقط
value-rests_on-reported = ما يُفاد فقط
field-CSU-text = بموجب الاتفاق
field-levels = المستويات
value-levels-deputies = نواب الوزراء
field-rhythm = الوتيرة
field-CSU-channels = قنواته
format-ACT = جهة فاعلة
field-actor = الجهة الفاعلة
field-ACT-kind = نوع الجهة
value-state = دولة
value-organisation = منظمة دولية
value-group = جماعة مسلحة أو سياسية
value-format = صيغة تضم عدة أطراف
value-ACT-kind-operator = مشغّل
value-medium = وسيلة إعلام أو وكالة أنباء
field-ACT-part_of = جزء من
field-successor_of = خلفٌ لـ
field-ACT-account = روايتها
value-account-held = روايتها محفوظة
value-account-none = لا رواية محفوظة
field-names = أسماء يستخدمها غيرنا
field-names-by = يستخدمه
field-recognised = معترف بها لديهم
field-members = الأعضاء
field-ACT-people = شاغلو المناصب
field-from_day = من تاريخ
field-until_day = حتى تاريخ
format-REP = خبر من مصدر
field-REP-kind = نوع الخبر
value-contact = اتصال
value-kind-claim = ادعاء
value-commitment = تعهد
value-kind-agreement = اتفاق
value-kind-incident = حادث مدّعى وقوعه
value-kind-office = شخص في منصب
value-tie = علاقات أو آلية
value-REP-kind-policy = سياسة أو ممارسة
field-REP-words = بكلماتنا
field-hedge = كيف قيل
value-hedge-stated = ذُكر كواقعة
value-quoted = مقتبَس
value-reportedly = بحسب ما يُفاد
value-hedge-denied = منفيّ
value-expected = متوقع أو مخطط له
field-title = عنوان المصدر
field-REP-language = لغة المصدر
field-publisher = الناشر
field-dated = تاريخ الخبر
field-retrieved_ms = وقت الاسترجاع
field-from_char = المقطع من المحرف رقم
field-until_char = المقطع حتى المحرف رقم
field-quote = المقطع
field-chain = من يتكلم عبر من
field-part = الموقع في السلسلة
value-speaker = متحدث
value-part-office = مكتب رسمي أو وزارة
value-part-agency = وكالة أنباء
value-outlet = وسيلة إعلام
value-author = كاتب
field-chain-named = مذكور باسمه أم لا
value-named-named = مذكور باسمه
value-named-office = مذكور بمنصبه فقط
value-anonymous = مجهول الهوية
field-actors = عمّن
field-REP-day = متى
field-REP-types = أنواع الحادث
field-REP-contact = الاتصال
field-contradicts = يناقض
value-CSU-act-ended = إنهاء
value-members-standing-party = عضو
value-members-standing-non-party = ليس عضوًا، وينشط في المنطقة

## على الورق

paper-bars = الأسطر ذات الشرطة للقراءة، ولا يُدخل إلا الأسطر المرقّمة.
notice-only = إشعار، وليس طلبًا للإذن.
paper-code = رمز التحقق للورقة كلها
paper-hand = إيصالات بخط اليد
paper-heard = سمعها أو استلمها
paper-read = قرأها
paper-readback = أعاد قراءتها
paper-confirmed = أكّد إعادة القراءة
paper-answered = أجاب
paper-passed = نُقلت إلى
paper-at = الوقت (UTC)
paper-means = صوتًا، باللاسلكي، بالفاكس، على ورق
paper-said-back = رمز التحقق كما أُعيد
paper-answer = الجواب
paper-heard-back = ورد الرد
paper-answers = الأجوبة
paper-none = لا جواب مطلوب

## الإيصالات وما لا يزال مطلوبًا

step-DELIVERED = سُلّمت
step-READ = قُرئت
step-READBACK = أُعيدت قراءتها
step-CONFIRMED = تأكيد صحة إعادة القراءة
step-CORRECTED = تصحيح إعادة القراءة
step-ANSWER = الجواب
step-END = الإنهاء
step-DISSEMINATED = بلغت مستوى
step-PASSED = نُقلت
step-CONTACT = جرى الاتصال
receipt = { $step }: { $party }، { $theirs } بساعته، هنا { $ours }
receipt-what = { $step }، { $what }
disowned = المفتاح مسروق: يقول { $party } إن هذا ليس كلامه
owed = { $step }: مطلوب من { $party } حتى { $time }
overdue = { $step }: مطلوب من { $party }، متأخر منذ { $time }
lead = مهلة الإشعار لـ { $party }: { $finding }، { $had }، المطلوب { $required }
lead-none = لا مهلة
timing-ON-TIME = في الوقت
timing-SHORT = أقل من المطلوب
timing-AFTER-THE-FACT = بعد وقوعه
timing-NOT-EFFECTIVE = لم يسرِ بعد
proof = الإثبات
proof-kept = محفوظة هنا، وليس لدى غيرنا بعد
proof-delivered = محفوظة لدى عضو آخر أيضًا
proof-final = محفوظة لدى كل الأعضاء

## الشاشة الأولى

now-line = الخط
now-members = الأعضاء
now-declared = المعلن
now-nothing-declared = لم يعلن أي طرف شيئًا
now-disputed = خلاف: يعلن الطرفان حالتين مختلفتين
now-unread = رسائل لم تُقرأ
now-flash-overdue = خطوات FLASH متأخرة
now-overdue = خطوات متأخرة
now-owed = خطوات لا تزال في وقتها
now-conflicts = تعارضات
now-nothing = لا شيء عاجل
now-untold = أطراف تابعة لم تُبلَّغ
now-checks = فحوص خط فائتة
now-flash = FLASH لم تُقرأ
now-alarms = إنذارات
now-gaps = فجوات في الطريق إلى الطاقم
now-evidence = مرفوض ومحفوظ دليلًا
now-handover = تسليم ينتظر الاستلام
now-exercise = تمرين، ليس فعليًا
now-link = الوصلة
now-behind = قيود لم تُسلَّم إليه
link-up = متصلة
link-down = منقطعة
link-refused = مرفوضة

## الأخبار عند وقوعها

news-from = { $headline }، من { $party }
news-real = فعلي، ليس من التمرين
news-overdue = متأخر
news-about = { $step }، الرسالة { $number }
news-conflict = تعارض
news-conflict-over = انتهى التعارض
news-warned = تحذير بشأن
news-evidence = مرفوض ومحفوظ دليلًا، من
news-alarm = إنذار
news-alarm-known = أُقرّ الإنذار
news-alarm-over = انتهى الإنذار
news-handover = تسليم المناوبة ينتظر
news-taken = استُلمت المناوبة
news-draft = مسودة تنتظر الإذن
news-draft-over = أُغلقت المسودة
news-role = لضابط دور آخر
news-exercise-begun = بدأ التمرين
news-exercise-over = انتهى التمرين، عادت الصفة الفعلية
news-holds = يحتفظ بما أُرسل

## جدول النموذج

form-urgency = الاستعجال
form-releaser = يأذن بها هذا الدور أو أعلى منه
form-lead = المهلة قبل البدء
form-within = { $step } خلال { $time }
form-deadlines = المواعيد
form-answers = الأجوبة
form-required = إلزامي
form-optional = اختياري
form-sealed = مختوم لكل قارئ
form-seconds = { $n } ث

## The crew's card (ICAO Annex 2, Appendix 1 and Attachment A)

crew-title = بطاقة الطاقم
crew-twice = قل كل عبارة مرتين. الإشارة غير المفهومة يُرد عليها بالراديو.
crew-unreviewed = الكلمات بجانب العبارة للقراءة فقط؛ ما يُقال هو العبارة نفسها.
crew-no-agreement = أُعدت دون اتفاق: ما هو مشترك بين الجميع فقط.
crew-frequencies = الترددات
crew-distress = تردد الطوارئ؛ يُجرَّب أولاً عندما لا يُعرف غيره
crew-call-signs = نداءات تُستخدم عندما لا يُعرف نداء الطرف الآخر
crew-control = الوحدة الأرضية التي تدير الاعتراض
crew-interceptor = الطائرة المعترِضة
crew-intercepted = الطائرة المعترَضة
crew-asked = عبارات الطائرة المعترِضة
crew-answered = عبارات الطائرة المعترَضة
crew-ask-call-sign = ما هو نداؤك؟
crew-ask-follow = اتبعني
crew-ask-descend = اهبط استعداداً للنزول
crew-ask-land = انزل في هذا المطار
crew-ask-proceed = يمكنك المتابعة
crew-say-call-sign = ندائي هو
crew-say-wilco = مفهوم، سأنفذ
crew-say-can-not = لا أستطيع التنفيذ
crew-say-repeat = أعد ما قلته
crew-say-lost = الموقع غير معروف
crew-say-mayday = أنا في حالة استغاثة
crew-say-hijack = لقد اختُطفت الطائرة
crew-say-land = أطلب النزول في المكان المذكور
crew-say-descend = أحتاج إلى الهبوط
crew-signals = الإشارات المرئية: ما يُرى، معناه، الرد، معناه
crew-seen-rocking = من أعلى وأمام وعادةً إلى اليسار: هزّ الطائرة، وليلاً وميض غير منتظم لأنوار الملاحة أيضاً؛ وبعد الرد دوران أفقي بطيء، عادةً إلى اليسار
crew-means-follow = لقد تم اعتراضك. اتبعني
crew-back-rocking = هزّ الطائرة، وليلاً وميض غير منتظم لأنوار الملاحة أيضاً، ثم الاتباع
crew-means-will-comply = مفهوم، سأنفذ
crew-seen-breakaway = انعطاف مفاجئ مع الصعود بربع دائرة أو أكثر، مبتعداً، دون قطع خط الطيران
crew-means-proceed = يمكنك المتابعة
crew-back-rock-wings = هزّ الطائرة
crew-seen-gear-down = إنزال عجلات الهبوط وإضاءة أنوار الهبوط باستمرار والطيران فوق المدرج المستخدم
crew-means-land-here = انزل في هذا المطار
crew-back-gear = إنزال عجلات الهبوط وإضاءة أنوار الهبوط باستمرار والاتباع ثم النزول إذا عُدّ آمناً
crew-seen-gear-up = الطائرة المعترَضة ترفع عجلات الهبوط وتومض أنوار الهبوط فوق المدرج ثم تدور
crew-means-inadequate = هذا المطار غير مناسب
crew-back-lead-on = رفع عجلات الهبوط وإعطاء الإشارة 1 للاقتياد، أو إعطاء الإشارة 2
crew-means-understood = مفهوم
crew-seen-regular = الطائرة المعترَضة تضيء وتطفئ جميع أنوارها بانتظام
crew-means-can-not = لا أستطيع التنفيذ
crew-back-breakaway = إعطاء الإشارة 2
crew-seen-irregular = الطائرة المعترَضة تومض بجميع أنوارها بشكل غير منتظم
crew-means-distress = في حالة استغاثة

## متى تُستعمل كل صيغة، وما يعين على ملء الحقول
use-LCK = للتأكد من وجود ضابط؛ وإذا أشارت إلى فحص آخر فهي صداه.
use-LST = لإعلان حالة الخط كما يراها هذا الطرف؛ وكل طرف يعلن عن نفسه.
use-DRO = لذكر أي وظيفة مناوبة ومتى، وبأي لغات، وكيف يمكن الوصول إليها بغير ذلك.
use-DEP = لتسمية طرف يُوصل إليه عبر هذا الطرف، وما يجوز نقله إليه.
use-ECH = لإعلان مستويات هذا الطرف من المناوب إلى الطاقم؛ وتُعطى إيصالات لكل مستوى.
use-NAA = لذكر أين ومتى ستطير طائراتنا، حتى يتمكن الآخرون من الابتعاد عنها.
use-NWA = لتحذير الآخرين من مساحة يجعلها السلاح خطرة. مساحة الخطر فقط، لا الهدف أبدًا.
use-NUA = لذكر أين ومتى تطير الطائرات غير المأهولة، وماذا تفعل إذا فُقد الاتصال بها.
use-NTR = لذكر أن طائرة ستعبر أقرب من المتفق عليه، ولماذا. إنقاذ الآن: IMMEDIATE.
use-NEX = للإعلان عن تمرين أو رماية أو إطلاق قبل أيام، حتى لا يُظن حقيقيًا.
use-NAD = لذكر أن حالة الدفاع الجوي في قطاع تغيّرت، ومن يقوده.
use-NEM = للتحذير من ليزر أو تشويش أو فقدان الملاحة بالأقمار في مساحة. الآن: IMMEDIATE.
use-NSR = لذكر أين يجري بحث وإنقاذ، وأي ممر يلزم لسلامته.
use-NZO = لاقتراح منطقة بقاعدة ومدة؛ ولتفعيل منطقة متفق عليها أو تعليقها أو إنهائها.
use-NHS = للإشعار بموقع إنساني. إشعار وليس طلب إذن.
use-NHM = للإشعار بتحرك إنساني. إشعار وليس طلب إذن.
use-NCV = لنقل إعلان للطيارين أو إنذار للجمهور أو ملخص للحركة المدنية.
use-PPR = ما ورد بالصوت أو اللاسلكي أو الفاكس أو الورق، كما دوّنه هذا الطرف.
use-QID = للسؤال هل هذه الطائرة لهم، قبل أن يتصرف أحد بالظن.
use-QEX = للسؤال عن معنى نشاط غير معتاد. الجواب في يومين؛ ومع IMMEDIATE في ساعتين.
use-RHD = للطلب من الطرف الآخر أن يتريث أو يتوقف أو يؤجل أو يبتعد عن مساحة.
use-RMT = لطلب مكالمة أو اجتماع: المستوى والموضوعات والأوقات.
use-RHN = لطلب التفاصيل الدقيقة لإشعار إنساني لا تُعرف منه إلا المساحة.
use-AEN = طائرة لكم تقترب من مجالنا الجوي أو دخلته: حوّلوها عنه أو قولوا لنا لماذا.
use-AST = توقفوا: نيران طرفكم تصيب أفرادنا أو موقعًا محميًا. END عندما تتوقف.
use-ACL = طائرتان، إحداهما لكم، على وشك أن تتقاربا أكثر مما ينبغي.
use-AMI = صاروخ في الجو: أخلوا المساحة الآن. يجوز بلا حد أعلى وبلا نهاية.
use-AOW = طائرة لنا ضلّت أو في محنة: ليس هجومًا.
use-ALL = طائرة لنا غير مأهولة لم تعد تستجيب: أين كانت، وماذا ستفعل.
use-ADN = سقطت طائرة: أين، ولمن هي، ومن يذهب للنجدة.
use-ACK = قرأ ضابط الرسالة.
use-RBK = المكان والوقت والارتفاع في إعادة القراءة كما حسبتها عقدة هذا الطرف.
use-CNF = إعادة القراءة تقول ما كان مقصودًا.
use-RSP = الجواب عن رسالة.
use-DSM = وصلت الرسالة إلى مستوى من هذا الطرف؛ من المناوب إلى الطاقم.
use-PSD = نُقلت الرسالة إلى طرف ليس على هذا الخط، وبماذا أجاب.
use-CTC = جرى الاتصال فعلًا بجهة الاتصال في الإشعار الإنساني: من أجاب، أو لم يجب أحد.
use-COR = يستبدل الحقول المسماة في رسالة صاحبه؛ ويُعاد قراءة الكل المصحح من جديد.
use-CAN = يسحب رسالة صاحبه: ما أعلنته لن يقع.
use-END = انتهى النشاط المعلن، أو نُفذ ما طلبه إنذار.
use-NHC = الإشعار الإنساني ما زال صحيحًا، وسارٍ إلى وقت لاحق.
use-NHD = يعطي التفاصيل الدقيقة لإشعار إنساني لصاحبه إلى متلقين آخرين.
use-AGR = لاقتراح اتفاق أو نص جديد له، مادة مادة.
use-AGS = لتوقيع اتفاق عن هذا الطرف. يطلقه ضابطان.
use-AGX = لتعليق اتفاق أو استئنافه أو تجديده أو الخروج منه، أو للاعتراض على تعليقه.
use-POL = لتسجيل ما يعلنه طرف أو ما يُرى أنه يفعله. لا يصبح قاعدة أبدًا.
use-FAN = لقبول استنتاج قاعدة أو الاعتراض عليه، أو للقول إنه لا سجل لذلك.
use-BRC = لتسجيل إحصاء خروقات في مدة، من طرف أو من مراقب.
use-GDC = لإعلان مساحة تقريبية الآن مع ختم على الإشعار الدقيق الذي يُفتح لاحقًا.
use-GDO = لفتح إعلان مختوم: أي إشعار كان فيه، والملح للتحقق منه.
use-INR = لفتح ملف: ما الذي حدث كما يعرفه هذا الطرف خلال ساعتين.
use-INS = لتقديم رواية هذا الطرف في ملف أو الإضافة إليها. وما قيل من قبل يبقى.
use-INQ = للسؤال عن ملف. يُجاب عنه بـ INA في سبعة أيام؛ ومع IMMEDIATE في يومين.
use-INA = للجواب عن سؤال في ملف.
use-INF = لاقتراح عدّ واقعة في ملف متفقًا عليها، بكلام أحد الطرفين أو بكلام جديد.
use-INC = لاقتراح كيف يُغلق ملف؛ والطرف الآخر يوافق أو يقول أين لا يوافق.
use-PRO = للاحتجاج، مع القاعدة التي يرى هذا الطرف أنها خُرقت.
use-CON = لتسجيل زيارة أو اجتماع أو مكالمة أو رسالة: مخططًا أو مدعوًا إليه أو منعقدًا.
use-CAG = لوضع بنود في جدول أعمال اتصال، مع موقف هذا الطرف من كل بند.
use-CRO = لتسجيل ما يقوله هذا الطرف عن اتصال، موضوعًا موضوعًا.
use-CCM = لتسجيل تعهد: من يفعل ماذا ومتى. والطرف الآخر يؤكده.
use-CST = لذكر حال تعهد، مثلًا في الاتصال التالي.
use-CFC = لذكر المجالات التي يعمل فيها الطرفان معًا، مع القائد والحال في كل منها.
use-CSU = لتسجيل أن علاقات أو آلية أو محادثات تبدأ أو تتوقف أو تُستأنف.
use-ACT = لتسجيل دولة أو منظمة أو جماعة أو إطار كما يسميها هذا الطرف.
use-REP = لتسجيل ما ينقله مصدر علني. وليس رواية طرف أبدًا.
help-residual = واجبات تستمر والخط معلق أو بعد أن ينتهي.
help-daily_until_ms = إن تُرك: مرة واحدة فقط.
help-desk = مكتب أو لقب، لا اسم شخص.
help-hours = مثل 24 h، 04-18Z.
help-radio = أين يمكن نداء الطاقم.
help-contact = مكتب أو وظيفة، لا اسم شخص.
help-place_name = مدينة في المساحة أو قربها؛ تقارنها العقد بالإحداثيات.
help-volume = كل المساحة التي لا تُدخل، واسعة بما يكفي حتى لا تقول شيئًا عن هدف.
help-advice_direction = إلى أي جهة يُخرج منها؛ لا تتركوا ذلك للظن إذا كنتم تعرفون.
help-coordinated = هل يُبلَّغ من يطلقون النار هناك بما يُعلن على هذا الخط.
help-action = التفعيل عاجل: أرسلوه بدرجة IMMEDIATE.
help-NZO-volume = في الاقتراح كل المدة؛ وفي التفعيل وقت السريان.
help-parties = إن تُرك: كل المخاطبين.
help-cell = تقريبية عمدًا.
help-audience = أطراف، بفواصل.
help-original = تُنقل كما كُتبت؛ وليست جزءًا مما يُتفق عليه.
help-known_version = 0 إذا كانت الصيغة غير معروفة أصلًا.
help-not_known = أسماء، بفواصل.
help-proposal = مخرج: مساحة وارتفاعات ووقت تكون خالية كما يرى هذا الطرف.
help-at_ms = من المقترحة.
help-unit = إن تُرك: كل هذا المستوى.
help-passed_by = مكتب أو وظيفة.
help-channels = أسماء، بفواصل.
help-articles = بفواصل؛ فارغ: كلها.
help-policy = مثل السياسة المعلنة التي هذه ممارستها.
help-named = أطراف، بفواصل.
help-day = إذا لم يُعرف أكثر من يوم أو شهر أو سنة.
help-same_as = إذا فتح الطرفان ملفًا: ملف الآخر.
help-done_by = الطرف أو القوة بالاسم، حتى تسميها الروايتان تسمية واحدة.
help-account = تُنقل كما كُتبت؛ وليست جزءًا مما يُتفق عليه.
help-case = رقم البلاغ الأول الذي فتحه.
help-CON-day = يوم أو شهر أو سنة: بقدر ما يُعرف.
help-CAG-contact = رقم سجل الاتصال.
help-CRO-contact = رقم سجل الاتصال.
help-CCM-contact = رقم سجل الاتصال.
help-CST-contact = رقم سجل الاتصال.
help-CFC-contact = رقم سجل الاتصال.
help-REP-contact = رقم سجل الاتصال.
help-with = أسماء، بفواصل.
help-actors = أسماء، بفواصل.
