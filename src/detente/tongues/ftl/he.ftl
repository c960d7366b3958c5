### עברית. לא נבדק בידי דובר הלשון: ראו docs/guide-languages.md.

## השפה

language-name = עברית
language-direction = rtl
language-unreviewed = הטקסט הורכב מקודים לפי תבניות שאיש עדיין לא בדק.
language-reviewed = הטקסט הורכב מקודים לפי תבניות שנבדקו ונחתמו.

## שורות ההודעה

line = { $label }: { $value }
changed = שונה: { $label }: { $value }
changed-before = לפני כן: { $label }: { $value }
changed-now = לאחר התיקון: { $label }: { $value }
said = נאמר בה: { $label }: { $value }
head = { $number }: { $name } ({ $code }), { $marker }, { $precedence }
head-unknown = { $number }: תבנית לא מוכרת { $code }, { $precedence }
newer-version = נכתבה בגרסה { $version } שאינה מוכרת כאן במלואה: מה שאינו מוכר מוצג כפי שהגיע
list-separator = ;{ " " }
sender = { $party } ({ $role }, { $officer })
headline = { $number } · { $precedence } · { $what }
headline-about = { $what }, בעניין { $ref }
headline-values = { $what }: { $values }
with-local = { $utc } (שעון מקומי { $local })
remark = { $text } (כפי שנכתב, בשפה: { $language }; אינו חלק מן ההודעה המוסכמת)
remark-language-unknown = שפה שלא צוינה
taken-away = הוסר
not-understood = לא הובן, אין לו תוקף
notice-not-request = זוהי הודעה, לא בקשת רשות. היעדר הודעה אינו שולל הגנה מאיש.
raw = { $value } (כפי שהגיע)

## כותרת

header-status = מעמד
header-from = מאת
header-to = אל
header-info = לידיעה
header-on-behalf-of = בשם
header-released = נשלחה
header-ref = בעניין
header-refs = על סמך
header-agreement = הסכם
header-releasability = מותר למסור
header-releasable-to = בעלי ההרשאה
header-confidence = מידת הוודאות
header-elsewhere = רשומה בערוץ אחר
header-relay = נמסר בשם
header-second = אישור שני
header-overridden = נשלחה למרות הבדיקות
header-state = מצב
header-remarks = הערות
elsewhere = { $kind }, { $entry }

## קודי הכותרת

status-ACTUAL = אמת
status-EXERCISE = תרגיל, לא אמת
status-TEST = בדיקה, לא אמת
precedence-FLASH = FLASH (מבזק)
precedence-IMMEDIATE = IMMEDIATE (מיידי)
precedence-PRIORITY = PRIORITY (דחוף)
precedence-ROUTINE = ROUTINE (רגיל)
marker-INFORMATION = מידע
marker-INTENTION = כוונה
marker-WARNING = אזהרה
marker-ADVICE = עצה
marker-REQUEST = בקשה
marker-QUESTION = שאלה
marker-ANSWER = תשובה
role-observer = משקיף
role-duty-officer = קצין תורן
role-releaser = קצין מאשר
role-administrator = מנהל המערכת
releasability-none = לאיש מלבד הנמען
releasability-own-forces = לכוחות הנמען
releasability-named = לבעלי ההרשאה בלבד
releasability-public = לכול
confidence-confirmed = מאומת
confidence-probable = סביר
confidence-possible = אפשרי
confidence-doubtful = מוטל בספק
channel-safety = ערוץ בטיחות טיסה
channel-strategic = ערוץ אסטרטגי
channel-diplomatic = ערוץ דיפלומטי
channel-humanitarian = ערוץ הומניטרי
state-superseded = הוחלפה בתיקון
state-cancelled = בוטלה
state-ended = הסתיימה
state-expired = פג זמנה

## מקומות

circle = מעגל ברדיוס { $radius } סביב { $centre }
polygon = מצולע, { $vertices }: { $points }
corridor = מסדרון ברוחב { $width } לאורך { $points }
polygon-short = מצולע, { $vertices }, החל מ־{ $first }
corridor-short = מסדרון ברוחב { $width } מ־{ $first } אל { $last }
length-km = { $km } ק״מ ({ $nm } מייל ימי)
length-m = { $m } מ׳ ({ $nm } מייל ימי)
area = { $km2 } קמ״ר
vertices = { $n ->
    [one] קודקוד אחד ({ $n })
    [two] שני קודקודים ({ $n })
   *[other] { $n } קודקודים
}
more-parts = { $n ->
    [one] ועוד חלק אחד ({ $n })
    [two] ועוד שני חלקים ({ $n })
   *[other] ועוד { $n } חלקים
}
part-number = חלק { $number }: { $part }
part = { $outline }; { $heights }; { $window }
part-again = { $outline }; { $heights }; { $window }; { $again }

## גבהים

height-level = { $level } ({ $m } מ׳)
height-FL = { $m } מ׳ ({ $ft } רגל) לפי לחץ תקני
height-AMSL = { $m } מ׳ ({ $ft } רגל) מעל פני הים
height-WGS84 = { $m } מ׳ ({ $ft } רגל) מעל האליפסואיד WGS84
height-AGL = { $m } מ׳ ({ $ft } רגל) מעל פני הקרקע
heights = מגובה { $floor } עד גובה { $ceiling }
heights-from-ground = מפני הקרקע עד גובה { $ceiling }
heights-no-limit = מגובה { $floor } ומעלה, ללא גבול עליון
heights-all = בכל הגבהים

## זמנים

window = מ־{ $start } עד { $end }
window-no-end = מ־{ $start }, ללא ציון מועד סיום
window-begun = כבר החל, עד { $end }
window-all = בכל זמן
again-every = חוזר { $every }, { $times }, ההתחלה האחרונה לא אחרי { $until }
again-days = חוזר בימים: { $days } (UTC), { $times }, ההתחלה האחרונה לא אחרי { $until }
every-weeks = { $n ->
    [one] מדי שבוע אחד ({ $n })
    [two] מדי שבועיים ({ $n })
   *[other] מדי { $n } שבועות
}
every-days = { $n ->
    [one] מדי יום אחד ({ $n })
    [two] מדי יומיים ({ $n })
   *[other] מדי { $n } ימים
}
every-hours = { $n ->
    [one] מדי שעה אחת ({ $n })
    [two] מדי שעתיים ({ $n })
   *[other] מדי { $n } שעות
}
every-minutes = { $n ->
    [one] מדי דקה אחת ({ $n })
    [two] מדי שתי דקות ({ $n })
   *[other] מדי { $n } דקות
}
every-ms = מדי { $n } אלפיות שנייה
times = { $n ->
    [one] בסך הכול פעם אחת ({ $n })
    [two] בסך הכול פעמיים ({ $n })
   *[other] בסך הכול { $n } פעמים
}
day-MO = יום שני
day-TU = יום שלישי
day-WE = יום רביעי
day-TH = יום חמישי
day-FR = יום שישי
day-SA = יום שבת
day-SU = יום ראשון

## נתיבים

positions = { $n ->
    [one] נקודה אחת ({ $n })
    [two] שתי נקודות ({ $n })
   *[other] { $n } נקודות
}
track = { $positions }: { $points }
track-point = { $point } בשעה { $time }
route-point = { $point }, הגעה { $arrive }, יציאה { $leave }
bytes = נתונים, מספר תווים: { $size }, גיבוב { $digest }

## רשימות של רשומות: סעיפים, נושאים, ראיות. כל רשומה בשורה לעצמה


## רשימות של רשומות: סעיפים, נושאים, ראיות. כל רשומה בשורה לעצמה


## רשימות של רשומות: סעיפים, נושאים, ראיות. כל רשומה בשורה לעצמה

record-label = { $label } { $number }
record-part = { $label }: { $value }

## כן ולא

yes = כן
no = לא

## מה שחישב הצומת של הצד השני (RBK)

computed-shape = צורה
computed-shape-point = נקודה
computed-shape-circle = מעגל
computed-shape-polygon = מצולע
computed-shape-corridor = מסדרון
computed-centre = מרכז
computed-extent_cm = מן המרכז עד הקצה
computed-vertices = מספר קודקודים
computed-area_m2 = שטח
computed-floor = גבול תחתון
computed-ceiling = גבול עליון
computed-start_ms = התחלה
computed-end_ms = סיום
computed-place = היישוב הקרוב ביותר
computed-place_distance_cm = המרחק אליו
computed-place_bearing_deg = הכיוון ממנו
computed-length_cm = אורך
computed-half_width_cm = מחצית הרוחב
computed-every_ms = חוזר
computed-days = בימים (UTC)
computed-until_ms = ההתחלה האחרונה לא אחרי
computed-utc_offset_min = השעון המקומי של אותו צד
computed-words = בלשון אותו צומת
computed-part = חלק
computed-open = ללא הגבלה
offset = UTC{ $offset }

## יחידות

unit-degrees-true = { $n ->
    [one] מעלה אמיתית אחת ({ $n })
    [two] שתי מעלות אמיתיות ({ $n })
   *[other] { $n } מעלות אמיתיות
}
unit-knots = { $n ->
    [one] קשר אחד ({ $n })
    [two] שני קשרים ({ $n })
   *[other] { $n } קשרים
}
unit-minutes = { $n ->
    [one] דקה אחת ({ $n })
    [two] שתי דקות ({ $n })
   *[other] { $n } דקות
}
unit-metres = { $n ->
    [one] מטר אחד ({ $n })
    [two] שני מטרים ({ $n })
   *[other] { $n } מטרים
}
unit-seconds = { $n ->
    [one] שנייה אחת ({ $n })
    [two] שתי שניות ({ $n })
   *[other] { $n } שניות
}
unit-days = { $n ->
    [one] יום אחד ({ $n })
    [two] יומיים ({ $n })
   *[other] { $n } ימים
}

## מילות הטבלאות: הקו

format-LCK = בדיקת קו
field-nonce = מילת בדיקה
field-duty_role = תפקיד תורן
field-languages = שפות התורנים
value-en = אנגלית
value-ru = רוסית
value-he = עברית
value-ar = ערבית
field-clock_ms = שעון השולח
format-LST = מצב הקו
field-state = מצב הקו
value-OPEN = פתוח
value-DEGRADED = פועל בהגבלות
value-SUSPENDED = מושעה; הודעות הצלת חיים עדיין מתקבלות
value-ENDED = הופסק; הודעות הצלת חיים עדיין מתקבלות
field-scope = החלק בקו
value-all = הקו כולו
value-routine = הודעות רגילות בלבד
value-data = קישור הנתונים בלבד
value-voice = דיבור בלבד
field-reason_kind = סוג הסיבה
value-technical = טכנית
value-political = מדינית
value-maintenance = תחזוקה
value-other = אחר, ראו הערות
field-from_ms = מועד התחלה
field-expected_return_ms = צפוי להיפתח שוב
field-residual = מה שצד זה ממשיך לעשות
value-safety-of-life = התראות מתקבלות ונענות
value-warnings = אזהרות על הפעלת נשק עדיין נשלחות
value-open-items = עניינים פתוחים מתוקנים, מבוטלים ומסתיימים
value-line-checks = בדיקות הקו נמשכות
value-humanitarian = הודעות הומניטריות מתקבלות ומועברות
value-records = הרשומות נשמרות ומוחלפות
field-resume_steps = לביצוע לפני פתיחת הקו
value-line-check = שני הצדדים ענו לבדיקת קו
value-clocks = השעונים הושוו
value-rosters = לוחות התורנות הוחלפו
value-resume_steps-records = רשומות תקופת ההפסקה הוחלפו
value-resume_steps-open-items = עניינים פתוחים נבדקו יחד
value-zones = האזורים אושרו
format-DRO = שינוי בלוח התורנות
value-duty-officer = קצין תורן
value-releaser = קצין מאשר
value-deputy = סגן
value-linguist = מתורגמן
value-liaison = קצין קישור
value-node = מפעיל הצומת
field-DRO-from_ms = תחילת התורנות
field-to_ms = סיום התורנות
field-daily_until_ms = באותן שעות מדי יום עד
field-desk = עמדה
field-fallback = דרך קשר חלופית
value-line = קו זה
value-fallback-voice = טלפון
value-radio = רדיו
value-mail = דואר
value-attache = נספח או שגרירות
value-facilitator = המתווך
value-files = קבצים ביד שליח
value-none = אין
field-fallback_address = מספר או כתובת לכך
format-DEP = הצהרה על צד תלוי
field-party = הצד התלוי
field-kind = סוג הצד
value-force = כוח צבאי
value-air-defence = הגנה אווירית
value-agency = סוכנות
value-operator = מפעיל אזרחי
value-kind-humanitarian = ארגון הומניטרי
field-may_forward = מה מותר להעביר אליו
value-may_forward-warnings = אזהרות והתראות
value-notices = הודעות על פעילות
value-questions = שאלות ובקשות
value-may_forward-humanitarian = הודעות הומניטריות
field-means = אמצעי קשר
value-means-voice = טלפון
field-minutes = משך ההעברה, בערך
field-hours = שעות קשר
field-DEP-to_ms = עד מתי
format-ECH = הצהרה על דרגי הפיקוד
field-echelons = הדרגים שאזהרה חייבת להגיע אליהם
value-national = פיקוד לאומי
value-operational = פיקוד מבצעי
value-sector = בקרת גזרה או מרחב
value-unit = יחידה או סוללה
value-post = עמדה, כלי שיט או חדר בקרה
value-crew = צוות או מפעיל
field-ECH-minutes = הזמן מן העמדה עד הדרג האחרון, בערך
field-ECH-means = אמצעי ההעברה

## מילות הטבלאות: הודעות על פעילות

format-NAA = פעילות אווירית
field-activity = סוג כלי הטיס
value-combat = מטוסי קרב
value-transport = מטוסי תובלה לא חמושים
value-isr = תצפית וסיור אווירי
value-uas = כלי טיס בלתי מאוישים
value-tanker = מטוס תדלוק
value-helo = מסוק
field-number_band = כמות
value-1 = כלי טיס אחד
value-2-4 = שניים עד ארבעה כלי טיס
value-5-10 = חמישה עד עשרה כלי טיס
value-11plus = יותר מעשרה כלי טיס
field-volume = שטח, גבהים וזמן
field-precision = דיוק השטח
value-exact = השטח מדויק
value-nearest-km = דיוק של כקילומטר
value-coarse = גס במכוון: הפעילות אי שם בתוך השטח
field-call_sign = אות קריאה
field-radio = תדר רדיו
field-contact = אל מי לפנות
field-place_name = שם יישוב
format-NWA = אזהרה על הפעלת נשק
field-NWA-volume = שטח סכנה, גבהים וזמן
field-hazard = סוג הסכנה
value-air-surface = נשק מן האוויר אל הקרקע
value-surface-air = נשק מן הקרקע אל האוויר
value-surface-surface = נשק מן הקרקע אל הקרקע דרך האוויר
value-air-air = נשק מן האוויר אל האוויר
value-missile-transit = מעבר טילים
value-hazard-other = סכנה אחרת, ראו הערות
field-own_traffic = כלי טיס שלנו בשטח
value-own_traffic-none = אין כלי טיס שלנו בשטח
value-leaving = כלי הטיס שלנו עוזבים את השטח
value-inside = כלי טיס שלנו נמצאים בשטח
value-unknown = לא ידוע אם יש כלי טיס שלנו בשטח
field-advice_direction = להתרחק לכיוון
value-N = צפון
value-NE = צפון־מזרח
value-E = מזרח
value-SE = דרום־מזרח
value-S = דרום
value-SW = דרום־מערב
value-W = מערב
value-NW = צפון־מערב
format-NUA = הפעלת כלי טיס בלתי מאויש
field-lost_link = באובדן קשר
value-returns = חוזר
value-lands = נוחת במקומו
value-orbits = מקיף עד מיעוט דלק ואז נוחת
value-continues = ממשיך לפי התוכנית
value-terminates = מסיים את הטיסה מיד
value-lost_link-unknown = לא ידוע מה הוא עושה
field-id_scheme = אמצעי הזיהוי
value-transponder = משיב
value-remote-id = שידור זיהוי מרחוק
value-call-sign = אות קריאה ברדיו
value-marking = סימון או אורות מוסכמים
field-identity = הזיהוי שלו
field-stop = כיצד עוצרים אותו
value-stop-line = לפי בקשה בקו זה
value-stop-radio = לפי בקשה ברדיו
value-both = לפי בקשה בקו זה או ברדיו
value-stop-none = אי אפשר לעצור אותו
format-NTR = מעבר קרוב מן המוסכם
field-purpose = מטרה
value-rescue = חילוץ
value-medical = פינוי רפואי
value-relief = סיוע
value-survey = סקר
value-transit = מעבר
value-escort = ליווי
field-NTR-volume = נתיב, גבהים וזמן
field-tolerance_m = סטייה אפשרית בגובה
field-aircraft_type = דגם כלי הטיס
format-NEX = תרגיל, ירי חי או שיגור
field-kinds = סוגי התרגיל
value-air-exercise = תרגיל אווירי
value-kinds-air-defence = תרגיל הגנה אווירית
value-naval = תרגיל ימי
value-ground = תרגיל יבשתי
value-live-firing = ירי חי
value-launch = שיגור טיל או כלי חלל
value-uncrewed = כלי טיס בלתי מאויש
field-NEX-volume = שטח, גבהים ותאריכים
field-scale = היקף
value-small = קטן
value-large = גדול
field-notam = הודעות NOTAM על כך
field-navarea = אזהרות לספנות על כך
field-launch_from_ms = שיגור לא לפני
field-launch_to_ms = שיגור לא אחרי
field-direction_deg = כיוון השיגור
format-NAD = מצב ההגנה האווירית
field-sector = גזרה
field-NAD-state = מצב
value-normal = כוננות רגילה
value-raised = כוננות מוגברת
value-firing = יורה כעת
value-exercise = אימון ירי
value-reduced = מצומצם או בתחזוקה
value-state-unknown = לא ידוע
field-since_ms = מאז
field-controlled_by = הפיקוד עליה
value-own = בפיקודנו
value-allied = בפיקוד בעל ברית
value-local = בפיקוד מפקד מקומי
value-dependent = בפיקוד צד תלוי
value-controlled_by-unknown = לא ידוע בפיקוד מי
field-coordinated = מיודעת על ההודעות בקו זה
format-NEM = לייזר, חסימה או אובדן ניווט
field-emission = סוג ההשפעה
value-laser = לייזר
value-jamming = חסימת רדיו או מכ״ם
value-gnss = אובדן או שיבוש ניווט לווייני
value-high-power = שידור רב־עוצמה
field-band = תחום
value-visible = אור נראה
value-infrared = תת־אדום
value-band-gnss = ניווט לווייני
value-hf = רדיו HF
value-vhf-uhf = רדיו VHF או UHF
value-radar = מכ״ם
value-satcom = תקשורת לוויינים
value-several = כמה תחומים
value-band-unknown = לא ידוע
field-own_effect = נגרם בידי צד זה
format-NSR = חיפוש והצלה
field-point = המקום האחרון הידוע
field-seen_ms = שעת התצפית
field-people = מספר האנשים
value-0 = אין איש
value-people-1 = אדם אחד
value-2-10 = שניים עד עשרה אנשים
value-11-50 = אחד־עשר עד חמישים אנשים
value-51-200 = חמישים ואחד עד מאתיים אנשים
value-201-1000 = מאתיים ואחד עד אלף אנשים
value-1001plus = יותר מאלף אנשים
value-people-unknown = מספר האנשים לא ידוע
field-assets = המחפשים
value-aircraft = כלי טיס
value-ship = אונייה או סירה
value-assets-ground = אנשים על הקרקע
value-assets-none = אין כוחות שלנו
field-corridor = מסדרון בטוח מבוקש
field-need = מה מבוקש מכם
value-no-action = לא לפעול נגדו
value-pass = לאפשר לו לעבור
value-guide = להדריך אותו
value-need-radio = לקרוא לו ברדיו
value-land = לאפשר לו לנחות
format-NZO = אזור
field-zone = שם האזור
field-action = מה נעשה בו
value-propose = מוצע
value-activate = הופעל
value-suspend = הושעה
value-resume = מוסכם ושוב אינו פעיל
value-release = שוחרר
field-NZO-volume = שטח, גבהים ותקופה
field-rule = כלל
value-no-entry = הכניסה אסורה לכול
value-notify = אין כניסה ללא הודעה בקו זה
value-caution = כניסה בזהירות
value-no-weapons = אין מפעילים בו נשק
value-no-uncrewed = אין כניסה לכלי טיס בלתי מאוישים
value-corridor = נשמר פנוי למעבר שעליו הודע
value-rule-other = כלל אחר, ראו הערות
field-renews = נמשך כל עוד אין מתנגד
field-parties = את מי הוא מחייב

## מילות הטבלאות: הודעות הומניטריות, תעבורה אזרחית, רישום מן הנייר

format-NHS = אתר הומניטרי
field-site = סימון האתר
field-use = שימוש
value-hospital = בית חולים
value-clinic = מרפאה
value-shelter = מקלט
value-school = בית ספר
value-warehouse = מחסן סיוע
value-water = מתקן מים
value-power = אספקת חשמל
value-office = משרד
value-residence = בית הארחה או מגורים
value-camp = מחנה עקורים
value-crossing = נקודת מעבר
field-cell = השטח שבו הוא נמצא
field-NHS-from_ms = תחילת התוקף
field-valid_to_ms = בתוקף עד
field-verified = אומת בידי
value-own-staff = צוות עצמי במקום
value-verified-operator = מפעיל האתר
value-imagery = תצלומים
value-third-party = צד שלישי במקום
value-unverified = לא אומת
field-verified_ms = מועד האימות
field-newness = חדש או במקום אחר
value-new = חדש
value-replaces = מחליף אחר
value-cancels = מבטל אחר
field-audience = מי רשאי לראות
field-sealed = פרטים לכל נמען
field-NHS-point = מקומו
field-footprint = השטח שהוא תופס
field-grade = דיוק
value-building = עד רמת בניין
value-100m = עד מאה מטרים
value-1km = עד קילומטר
value-grade-coarse = גס במכוון
field-site_name = שם האתר
field-operator = מפעיל
field-markings = סימונים
value-roof = סימן על הגג
value-flag = דגל
value-lights = אורות בלילה
value-thermal = סימון תרמי
value-beacon = משואת רדיו
value-markings-none = אין סימון
field-photo = תצלום
field-on_site = איש קשר במקום
format-NHM = תנועה הומניטרית
field-movement = סימון התנועה
field-act = תכנון או שינוי
value-plan = תנועה מתוכננת
value-deviation = שינוי בתנועה שכבר החלה
field-NHM-cell = השטח שבו היא נעה
field-NHM-from_ms = התחלה
field-NHM-valid_to_ms = סיום
field-route = נתיב עם זמניו
field-vehicles = מספר כלי הרכב
value-vehicles-1 = כלי רכב אחד
value-2-5 = שניים עד חמישה כלי רכב
value-6-20 = שישה עד עשרים כלי רכב
value-21plus = יותר מעשרים כלי רכב
value-vehicles-none = ברגל
field-NHM-kinds = סוגי כלי הרכב
value-car = מכונית
value-ambulance = אמבולנס
value-lorry = משאית
value-bus = אוטובוס
value-boat = סירה
field-plates = לוחיות רישוי
field-on_move = איש קשר בדרך
format-NCV = מסירת תעבורה אזרחית או הודעה אזרחית
field-NCV-kind = סוג ההודעה
value-notam = הודעת NOTAM
value-airspace = סגירה או הגבלה של המרחב האווירי
value-flight = טיסה אזרחית
value-traffic = סיכום תעבורה אזרחית
value-alert = התראה לציבור
field-reference = המספר שלה
field-replaced = מספר ההודעה המוחלפת
field-fir = אזור מידע טיסה (FIR)
field-issued_by = הוצאה בידי
field-NCV-from_ms = תחילת התוקף
field-original = הנוסח כפי שיצא
format-PPR = רישום מן הנייר או מן הדיבור
field-PPR-party = מי אמר
field-PPR-means = כיצד הגיע
value-fax = פקס
value-paper = נייר
field-heard_ms = מועד ההגעה
field-their_number = מספרו
field-format = תבניתו
field-version = גרסת אותה תבנית
field-said = מה נאמר בו
field-their_ref = מספר ההודעה שעליה נסב
field-written = המילים כפי שנשמעו
field-check_code = קוד ביקורת
field-short_hash = גיבוב מקוצר
field-speaker = העמדה שאמרה
field-language = השפה שבה נאמר
field-their_to = אל מי נשלחה
field-their_info = למי לידיעה
field-their_released_ms = מועד שליחתה
field-their_behalf = בשם מי נאמרה
field-their_second = מי עוד אישר את שליחתה
field-their_refs = ההודעות שעליהן היא נסמכת
field-their_agreement = ההסכם שלה
field-their_releasability = למי מותר למסור אותה
value-their_releasability-none = לאיש מלבד הנמען
value-own-forces = לכוחות הנמען
value-named = לבעלי ההרשאה בלבד
value-public = לכול
field-their_named = בעלי ההרשאה שנקבו
field-their_confidence = מידת הוודאות שלה
value-confirmed = מאומת
value-probable = סביר
value-possible = אפשרי
value-doubtful = מוטל בספק
field-their_elsewhere = רשומות בערוצים אחרים
field-their_relay = דברי מי נמסרו בה
field-their_overridden = הבדיקות שעברו עליהן

## מילות הטבלאות: שאלות ובקשות

format-QID = האם זה שלכם
field-QID-point = היכן הוא
field-behaviour = מה הוא עושה
value-behaviour-crossing = חוצה
value-orbiting = מקיף
value-approaching = מתקרב אלינו
value-behaviour-leaving = מתרחק
value-descending = מנמיך
value-fast-low = מהיר ונמוך
value-shadowing = עוקב אחר כלי טיס שלנו
field-track = מקומותיו האחרונים
field-code = קוד המשיב או הכינוי שלנו
field-heading_deg = כיוון הטיסה
field-speed_kt = מהירותו מעל הקרקע
field-height = גובהו
format-QEX = בקשת הסבר לפעילות חריגה
field-seen = מה נצפה
value-build-up = ריכוז כוחות
value-seen-firing = ירי
value-emission = לייזר, חסימה או אובדן ניווט
value-seen-air-defence = שינוי בהגנה האווירית
value-ships = כלי שיט
value-silence = אין תשובה בקו
field-QEX-point = היכן נצפה
field-area = השטח שבו נצפה
field-concern = מה מדאיג
value-safety-of-flight = בטיחות הטיסה
value-border = קו או גבול
value-forces = ביטחון כוחותינו
value-civilians = ביטחון אזרחים
value-agreement = מה שהוסכם
format-RHD = בקשה להמתין או להישאר מחוץ לשטח
field-request = המבוקש
value-hold = להמתין: לא להתחיל
value-stop = להפסיק את הנעשה
value-avoid = להישאר מחוץ לשטח
value-delay = להתחיל מאוחר יותר
value-stop-emission = להפסיק את הלייזר, החסימה או השידור
field-RHD-volume = שטח, גבהים ועד מתי
field-until_ms = עד מתי
field-because = הסיבה
value-own-people = אנשינו שם
value-own-aircraft = כלי הטיס שלנו שם
value-because-civilians = אזרחים שם
value-because-rescue = חילוץ מתנהל
value-because-humanitarian = יש שם תנועה או אתר הומניטריים
value-unclear = לא ברור מה קורה
format-RMT = בקשה לשיחה או לפגישה
field-form = שיחה או פגישה
value-call = שיחה
value-video = שיחת וידאו
value-meeting = פגישה פנים אל פנים
field-level = דרג
value-desk = קצינים תורנים
value-chiefs = ראשי העמדות
value-deputies = סגני מפקדים
value-commanders = מפקדים
value-level-political = הדרג המדיני
value-experts = מומחים
field-topics = נושאים
value-incident = תקרית
value-activity = פעילות מתוכננת
value-topics-zones = אזורים
value-procedures = נוהלי הקו
value-topics-technical = שאלות טכניות
value-topics-humanitarian = עניינים הומניטריים
value-topics-agreement = ההסכם
field-first_ms = מועד מוצע ראשון
field-second_ms = מועד מוצע שני
field-third_ms = מועד מוצע שלישי
field-RMT-minutes = משך
field-RMT-languages = שפות
field-venue = היכן או באיזה אמצעי

## מילות הטבלאות: התראות

format-AEN = התקרבות למרחב האווירי שלנו או כניסה אליו
field-situation = מה קורה
value-nearing = כלי טיס שלכם מתקרב למרחב האווירי שלנו
value-situation-inside = כלי טיס שלכם נמצא בתוך המרחב האווירי שלנו
field-AEN-point = היכן הוא
field-AEN-track = סימון או קוד
field-wanted_turn = פנייה מבוקשת
value-left = שמאלה
value-right = ימינה
value-back = לפנות לאחור
format-AST = חדלו: אתם פוגעים באנשינו או באתר מוגן
field-what = במה פוגעים
value-our-people = אנשינו
value-our-aircraft = כלי הטיס שלנו
value-what-hospital = בית חולים
value-aid-convoy = שיירת סיוע
value-what-civilians = אזרחים
value-un-personnel = אנשי האומות המאוחדות
value-protected-site = אתר מוגן
field-AST-point = היכן
field-AST-means = אמצעי הפגיעה
value-air-strike = תקיפה מן האוויר
value-artillery = ארטילריה או רקטות
value-ground-fire = אש מן הקרקע
value-means-unknown = לא ידוע במה
format-ACL = סכנת התנגשות
field-ACL-point = מקום הקרבה הגדולה ביותר
field-closest_ms = שעת הקרבה הגדולה ביותר
field-first = כלי הטיס הראשון
field-second = כלי הטיס השני
field-first_track = המקומות האחרונים של הראשון
field-second_track = המקומות האחרונים של השני
field-ACL-wanted_turn = הפנייה המבוקשת משלכם
format-AMI = טיל באוויר
field-AMI-volume = השטח שיש לפנות, גבהים, עד מתי
field-clear_to = לפנות לכיוון
format-AOW = כלי טיס שלנו סטה מדרכו או נמצא במצוקה
field-reason = מדוע
value-navigation = טעות ניווט
value-weather = מזג אוויר
value-reason-technical = תקלה טכנית
value-fuel = מיעוט דלק
value-reason-medical = מקרה רפואי דחוף
value-reason-radio = תקלת רדיו
value-distress = מצוקה
value-unlawful = התערבות בלתי חוקית בכלי הטיס
value-reason-unknown = לא ידוע מדוע
field-AOW-point = היכן הוא
format-ALL = כלי טיס בלתי מאויש שלנו איבד קשר
field-ALL-lost_link = מה הוא עושה כעת
field-endurance_min = יכול לטוס עוד
field-predicted = היכן הוא עשוי להיות, גבהים, עד מתי
format-ADN = כלי טיס נפל
field-ADN-point = מקום הנפילה
field-whose = של מי הוא
value-ours = שלנו
value-yours = שלכם
value-civil = אזרחי
value-whose-unknown = לא ידוע של מי
field-plan = חילוץ
value-going = אנו יוצאים
value-asking = אנו מבקשים שאתם תצאו
value-together = אנו מציעים לצאת יחד
value-unreachable = איננו יכולים להגיע אליו
value-plan-unknown = עדיין אין תוכנית

## מילות הטבלאות: אישורים ושינויים

format-ACK = אישור קבלה
field-step = שלב
value-READ = נקרא בידי קצין
field-known_version = הגרסה החדשה ביותר של התבנית המוכרת כאן
field-not_known = שדות שאינם מוכרים כאן
format-RBK = קריאה חוזרת
field-computed = כפי שחושב כאן
format-CNF = הקריאה החוזרת אושרה
format-RSP = תשובה
field-RSP-code = תשובה
value-WILCO = WILCO (נבצע)
value-UNABLE = UNABLE (איננו יכולים לבצע)
value-STANDBY = STANDBY (המתינו, התשובה תבוא)
value-NOTED = NOTED (נרשם)
value-DISAGREE = DISAGREE (איננו מסכימים)
value-NOT_UNDERSTOOD = NOT_UNDERSTOOD (לא הבנו)
value-NO_RECORD = NO_RECORD (אין רישום, הדבר אינו ידוע כאן)
value-DECLINED = DECLINED (איננו משיבים)
value-YES = YES (כן, זה שלנו)
value-NO = NO (לא, זה לא שלנו)
value-UNKNOWN = UNKNOWN (לא ידוע אם זה שלנו)
value-ECHO = ECHO (הד לבדיקת הקו)
value-AGREE = AGREE (מוסכם)
value-EXPLAINED = EXPLAINED (להלן ההסבר)
field-RSP-reason = סיבה
value-own-activity = פעילות שלנו מתנהלת
value-no-contact = אין קשר עם הצוות או היחידה
value-too-late = מאוחר מדי לשנות
value-not-ours = אינו בשליטתנו
value-RSP-reason-weather = מזג אוויר או תנאי שטח
value-RSP-reason-fuel = דלק
value-emergency = מצב חירום בכלי הטיס
value-not-authorised = אין סמכות
value-secrecy = אין לגלות
field-RSP-minutes = התשובה תבוא בתוך
field-field = בעניין השדה
field-proposal = מוצע במקום זאת
field-conditions = בתנאי
value-later = במועד מאוחר יותר
value-elsewhere = בשטח אחר
value-lower = בגבהים נמוכים יותר
value-higher = בגבהים גבוהים יותר
value-shorter = לזמן קצר יותר
value-with-contact = רק בקשר רדיו
value-reciprocal = אם צדכם יעשה כן
field-explanation = הסבר
value-training = אימון
value-explanation-exercise = תרגיל שעליו הודע
value-explanation-routine = פעילות רגילה
value-explanation-rescue = טיסת חילוץ או טיסה רפואית
value-explanation-technical = תקלה טכנית
value-explanation-not-ours = לא נעשה בידי צדנו
value-mistake = טעות של צדנו
field-at_ms = במועד
format-DSM = הופץ לדרג
field-echelon = הדרג שקיבל
field-DSM-at_ms = מועד ההגעה
field-basis = מקור הידיעה
value-reported = דיווח של הדרג
value-read-back = קריאה חוזרת של הדרג
value-feed = שליפה של הדרג מן ההזנה
value-not-reached = לא הגיע
field-unit = יחידה
field-DSM-means = אמצעי ההעברה
format-PSD = הועבר לצד שלישי
field-PSD-party = הועבר אל
field-PSD-step = השלב שם
value-PASSED = הועבר
value-PSD-step-READ = נקרא שם
value-READBACK = נקרא שם בקריאה חוזרת
value-ANSWER = נענה שם
value-REFUSED = לא התקבל שם
value-UNREACHABLE = לא הושג קשר
field-passed_by = הועבר בידי
field-PSD-means = אמצעי ההעברה
field-heard_back = תגובה חוזרת
value-yes = התקבלה תגובה
value-no = לא התקבלה תגובה
value-waiting = עדיין לא התקבלה תגובה
field-PSD-code = התשובה שם
field-PSD-reason = סיבה
value-PSD-reason-weather = מזג אוויר או תנאי שטח
value-PSD-reason-fuel = דלק
field-PSD-computed = כפי שחושב שם
field-digest = גיבוב מה שחזר
field-signature = חתימתו
format-COR = תיקון
field-changes = שדות ששונו
format-CAN = ביטול
field-CAN-reason = סיבה
value-not-happening = הפעילות לא תתקיים
value-replaced = הודעה אחרת באה במקומה
value-wrong = נשלחה בטעות
format-END = הפעילות הסתיימה
field-ended_ms = מועד הסיום
format-NHC = הודעה הומניטרית אושרה מחדש

## מילות הטבלאות: מסירת פרטים הומניטריים

format-RHN = בקשת פרטים הומניטריים
field-notice = מספר ההודעה
value-activity-planned = מתוכננת שם פעילות
value-because-activity-near = מתנהלת פעילות בקרבתו
value-identification = כדי להבחין בינו לבין דבר אחר
value-because-incident = משהו אירע שם
field-needed_ms = נחוץ עד
format-CTC = ניסיון קשר
field-result = תוצאה
value-answered = ענו האנשים הנכונים
value-no-answer = איש לא ענה
value-wrong-party = ענה מישהו אחר
value-no-language = נענה, ללא שפה משותפת
value-no-line = אין חיבור
field-CTC-means = אמצעי הקריאה
value-satellite-phone = טלפון לווייני
value-mobile-phone = טלפון נייד
value-means-data = הודעת נתונים
field-CTC-at_ms = מועד הקריאה
format-NHD = גילוי פרטים הומניטריים
field-NHD-rule = מדוע כעת
value-audience = נועד לנמען זה מלכתחילה
value-requested = הנמען ביקש
value-rule-activity-near = הוכרזה פעילות של הנמען בקרבתו
value-new-key = לנמען מפתח אחר
field-NHD-sealed = מפתחות לנמענים נוספים
field-NHD-because = מספר ההודעה שהיא הסיבה
field-others = נמסר לאחרים
value-never = שום דבר מלבד השטח
value-on-request = הפרטים, כאשר יבקשו אותם
value-activity-near = הפרטים, כאשר יודיעו על פעילות בקרבתו או יבקשו

## מילות הטבלאות: הסכמים


## מילות הטבלאות: תקריות


## מילות הטבלאות: התייעצויות


## מילות הטבלאות: הסכמים


## מילות הטבלאות: תקריות


## מילות הטבלאות: התייעצויות


## מילות הטבלאות: הסכמים

format-AGR = הסכם, נוסח מוצע
field-agreement = שם ההסכם
field-edition = מהדורה
field-AGR-kind = סוג ההסכם
value-treaty = אמנה
value-memorandum = מזכר
value-protocol = פרוטוקול
value-arrangement = הסדר
value-truce = הפוגה או הפסקת אש
value-oral = הבנה שבעל פה
field-replaces = בא במקום
field-AGR-contact = הושג במגע
field-secrecy = פומביות
value-secrecy-public = פומבי
value-parts = פומבי בחלקו
value-secret = לא פומבי
field-AGR-languages = שפות הנוסח
field-equally_authentic = כל השפות שוות בתוקפן
field-text_sha256 = גיבוב המסמך
field-AGR-from_ms = בתוקף מ
field-AGR-until_ms = בתוקף עד
field-renews_days = מתחדש מאליו למשך
field-review_ms = ייבחן מחדש במועד
field-suspension = מי רשאי להשעותו
value-any = כל צד, מיד
value-notice = כל צד, בהודעה בכתב
value-suspension-both = רק שני הצדדים יחד
value-suspension-none = אין להשעותו כלל
field-notice_days = הודעה מראש על סיומו
field-channels = הערוצים שהוא חל עליהם
field-AGR-area = שטח
field-exceptions = חריגים
field-AGR-parties = הצדדים ואחרים
field-name = שם
field-standing = מעמד
value-party = צד להסכם
value-guarantor = ערב
value-standing-facilitator = מתווך
value-monitor = מפקח
value-observer = משקיף
value-non-party = אינו צד, פועל באזור
value-affected = נוגע בדבר, אינו ליד השולחן
value-absent = לא נוכח
field-articles = סעיפים
field-article = סעיף
value-words = מילים בלבד, לשיקול דעת של אנשים
value-lead-time = זמן התראה מזערי לפני ההתחלה
value-notice-duty = פעילות שחובה להודיע עליה
value-buffer = מרחק מזערי
value-keep-out = שטח שאין להיכנס אליו
value-keep-in = מסדרון שאין לצאת ממנו
value-notify-entry = שטח שנכנסים אליו רק בהודעה
value-deadline = זמן לשלב באישורים
value-frequency = תדר רדיו שחובה לציין
value-precision = דיוק מזערי של מקום
value-rule-line-check = הזמן בין בדיקות קו
value-report-duty = זמן לדיווח על תקרית
value-articles-rule-no-weapons = אין פעילות בנשק בשטח
field-words = נוסח הסעיף
field-formats = תבניות
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
field-articles-activity = סוג הפעילות
field-articles-party = מחייב רק את
field-except_party = אינו מחייב את
field-articles-zone = אזור
field-articles-minutes = פרק זמן
field-distance_m = מרחק
field-height_m = הפרש גובה
field-articles-step = שלב
value-articles-step-READ = קריאה
value-articles-step-READBACK = קריאה חוזרת
value-articles-step-ANSWER = תשובה
value-END = הודעה על סיום
field-frequency = תדר
format-AGS = חתימה על הסכם
field-text = הנוסח המוצע
field-AGS-digest = גיבוב הנוסח הנחתם
field-signed_by = נחתם בידי
field-reservation = הסתייגות
format-AGX = צעד בעניין הסכם
field-AGX-act = הצעד
value-withdraw = ההצעה נמשכה בחזרה
value-act-suspend = הושעה בידי צד זה
value-dispute-suspension = ההשעיה שנויה במחלוקת
value-act-resume = צד זה שב לקיימו
value-renew = חודש לתקופה נוספת
value-not-renew = לא חודש לתקופה נוספת
value-exit = צד זה פרש ממנו
field-AGX-from_ms = תחילת התוקף
field-AGX-articles = רק הסעיפים
format-POL = מדיניות, נוהג, קו אדום או עמדה
field-POL-kind = סוג ההצהרה
value-policy = מדיניות מוצהרת
value-practice = נוהג נצפה
value-red-line = קו אדום
value-position = עמדה
value-intention = כוונה
field-holder = של מי
field-POL-words = במילים אלה
field-exception = אינו חל על
field-since = מאז
field-until = עד
field-POL-area = שטח
field-source = מקור
field-source_sha256 = גיבוב המקור
field-instead_of = במקום
format-FAN = תשובה לממצא
field-finding = ממצא
field-answer = תשובה
value-accept = מקובל
value-dispute = שנוי במחלוקת
value-no-record = אין על כך רישום כאן
field-evidence = ראיות
field-evidence-what = סוג הראיה
value-track = מסלול מוקלט
value-audio = הקלטת קול
value-what-video = סרטון
value-photo = תצלום
value-log = יומן או הודעה
value-document = מסמך
value-debris = תיעוד שברים
value-statement = עדות
value-what-other = ראיה אחרת
field-sha256 = גיבוב הקובץ
field-evidence-holder = מי מחזיק בה
field-release = למי מותר למסור עליה
value-release-none = לאיש מלבד הנמען
field-named = בעלי ההרשאה
field-about = מה היא מראה
format-BRC = ספירת הפרות
field-BRC-from_ms = תחילת התקופה
field-BRC-until_ms = סוף התקופה
field-BRC-text = לפי הסכם
field-BRC-source = נספר בידי
field-counts = ספירות
field-counts-what = מה נספר
field-counts-whose = בידי מי נעשה
field-count = כמה
field-refs = הודעות או תיקים
format-GDC = הודעה סגורה בחותם, גסה
field-seal = חותם על ההודעה המדויקת
field-sealed_format = תבנית ההודעה המדויקת
field-GDC-volume = שטח גס, גבהים וזמן
field-open_by_ms = תיפתח עד
field-class = סוג הפעילות
format-GDO = פתיחת הודעה סגורה בחותם
field-GDO-sealed = ההודעה הסגורה
field-GDO-notice = ההודעה המדויקת
field-salt = תוספת אקראית (salt)

## מילות הטבלאות: תקריות

format-INR = תקרית, דיווח ראשון
field-types = סוגים
value-NMS = כמעט התנגשות
value-AIRPROX = קרבה בין כלי טיס
value-LOS = אובדן ההפרדה המוסכמת
value-INF = הפרת מרחב אווירי
value-INCUR = חדירה למרחב אווירי שצד רואה כשלו
value-BUF = בתוך מרחק החיץ המוסכם
value-UNC = פעילות ללא ההודעה המוסכמת
value-LATE = הודעה בהתראה קצרה או לאחר מעשה
value-MISL = הודעה שתוכנה שגוי
value-USI = יירוט לא בטוח
value-UPI = התנהגות לא מקצועית
value-SHD = טענה לשימוש בכלי טיס אחר כמסתור
value-RLK = נעילת מכ״ם
value-WPT = כיוון נשק או תקיפה מדומה
value-LAS = הארה בלייזר
value-EWI = חסימה, הטעיה או הפרעה לשליטה
value-WRN = יריית אזהרה או נור
value-FUP = ירי לעברו ללא פגיעה
value-HIT = פגיעה
value-SHOOT = הפלה
value-STK = תקיפה בשוגג של כוחות הצד השני
value-PRT = פגיעה באתר מוגן או בתנועה שעליה הודע
value-OBJ = עצם שנפל או שברים מעבר לקו
value-LNK = כלי טיס בלתי מאויש באובדן קשר מעבר לקו
value-COM = קו הקשר כשל כשהיה נחוץ
value-RAD = אזהרת רדיו שלא נשמעה או לא נענתה
field-happened_ms = מועד האירוע
field-day = תאריך האירוע
field-opened_from = מה הביא לפתיחתו
value-hand = נפתח בידי קצין
value-message = נפתח מתוך הודעה
value-report = נפתח מתוך דיווח של מקור
value-rule = הוצע לפי כלל
field-INR-finding = הממצא שהציע אותו
field-same_as = אותה תקרית כמו בתיק
field-claim = מעמד הטענה בעיני צד זה
value-alleged = נטען
value-claim-confirmed = צד זה מאשר
value-denied = צד זה מכחיש
value-not-known = לצד זה לא ידוע על כך דבר
value-claim-reported = ידוע לצד זה מדיווח בלבד
field-INR-until_ms = הסתיים במועד
field-time_margin_s = דיוק הזמנים
field-INR-point = מקום האירוע
field-margin_m = דיוק המקום
field-INR-area = השטח שבו אירע
field-INR-height = הגובה שבו אירע
field-boundary = גרסת קו הגבול
field-claimed_by = מי רואה במרחב אווירי זה שלו
field-recognised_by = מי מכיר בקו גבול זה
field-depth_m = עומק מעבר לו
field-inside_s = משך השהייה מעבר לו
field-aircraft = כלי טיס ואחרים
field-side = של מי
field-craft = סוג
value-craft-isr = כלי טיס לתצפית
value-missile = טיל
value-craft-civil = כלי טיס אזרחי
value-craft-ship = כלי שיט
value-craft-ground = כוחות או אתר על הקרקע
value-craft-unknown = הסוג לא ידוע
field-ident = זיהוי
field-arms = הנשק או החיישן שלו
value-arms-none = לא הופעלו נשק או חיישן
field-closest_m = המרחק הקטן ביותר
field-closest_height_m = הפרש הגובה הקטן ביותר
field-closing_kt = מהירות ההתקרבות
field-measured = סיכון מדוד
value-A = סכנת התנגשות
value-B = הבטיחות לא הובטחה
value-C = אין סכנת התנגשות
value-D = הסכנה לא נקבעה
field-perceived = דרגה מדינית
value-near-routine = קרוב לשגרה
value-serious = חמור, עם סכנת הסלמה
value-high-risk = סיכון גבוה
field-felt_unsafe = הצוות חש בסכנה
value-felt_unsafe-yes = כן
value-felt_unsafe-no = לא
value-felt_unsafe-not-known = לא ידוע
field-intent = הכוונה בעיני צד זה
value-intent-mistake = טעות
value-intent-routine = שגרה
value-deliberate = מעשה מכוון
value-intent-unknown = הכוונה לא ידועה
field-coordination = תיאום
value-on-time = נמסרה הודעה בזמן
value-short = נמסרה הודעה, אך בהתראה קצרה או לאחר מעשה
value-coordination-none = לא נמסרה הודעה
value-other-rule = חל כלל אחר
value-not-owed = לא נדרשה הודעה
field-evasive = נכפה תמרון התחמקות
value-evasive-yes = כן
value-evasive-no = לא
value-evasive-not-known = לא ידוע
field-done_by = נעשה בידי
field-done_as = מיהו
value-done_as-party = אחד הצדדים
value-done_as-dependent = צד שלישי התלוי באחד מהם
value-struck-side = הצד הנפגע עצמו
value-done_as-other = צד שלישי אחר
value-done_as-unknown = לא ידוע מי
field-weapon = נשק וחיישנים
value-weapon-none = לא הופעלו נשק או חיישן
value-search-radar = מכ״ם חיפוש
value-fire-control = מכ״ם בקרת אש
value-arms-jamming = חסימה
value-weapon-jamming = חסימה
value-flare = נור או יריית אזהרה
value-fired = נורה ירי
value-arms-not-known = מצב הנשק לא ידוע
value-weapon-not-known = מצב הנשק לא ידוע
field-INR-radio = יומן הרדיו
field-radio-at_ms = שעה
field-caller = מי קרא
field-radio-words = המילים
field-heard = נשמע
value-heard-yes = כן
value-heard-no = לא
value-heard-not-known = לא ידוע
field-orders = פקודות שניתנו
field-orders-at_ms = שעה
field-by = ניתנה בידי
field-order = פקודה
field-harm = נזק ונפגעים
field-harm-kind = סוג הנזק
value-killed = הרוגים
value-injured = פצועים
value-missing = נעדרים
value-destroyed = הושמד
value-damaged = ניזוק
value-kind-none = אין נזק
field-harm-whose = של מי
field-harm-what = מה או מי
field-rules = כללים שעליהם נסמכים
field-rules-agreement = הסכם
field-account = תיאור האירוע במילים
format-INS = תקרית, גרסה או השלמה
field-case = תיק
field-INS-until_ms = הסתיים במועד
field-INS-point = מקום האירוע
field-INS-area = השטח שבו אירע
field-INS-height = הגובה שבו אירע
field-INS-radio = יומן הרדיו
format-INQ = שאלה בתיק
field-INQ-field = בעניין מה
value-types = סוגים
value-happened_ms = מועד האירוע
value-day = תאריך האירוע
value-claim = מעמד הטענה בעיני צד זה
value-until_ms = הסתיים במועד
value-time_margin_s = דיוק הזמנים
value-point = מקום האירוע
value-margin_m = דיוק המקום
value-area = השטח שבו אירע
value-height = הגובה שבו אירע
value-boundary = גרסת קו הגבול
value-claimed_by = מי רואה במרחב אווירי זה שלו
value-recognised_by = מי מכיר בקו גבול זה
value-depth_m = עומק מעבר לו
value-inside_s = משך השהייה מעבר לו
value-field-aircraft = כלי טיס ואחרים
value-closest_m = מרחק מזערי
value-closest_height_m = הפרש הגובה הקטן ביותר
value-closing_kt = מהירות ההתקרבות
value-measured = סיכון מדוד
value-perceived = דרגה מדינית
value-felt_unsafe = הצוות חש בסכנה
value-intent = הכוונה בעיני צד זה
value-coordination = תיאום
value-weapon = נשק וחיישנים
value-evasive = נכפה תמרון התחמקות
value-done_by = נעשה בידי
value-done_as = מיהו
value-field-radio = יומן הרדיו
value-orders = פקודות שניתנו
value-harm = נזק ונפגעים
value-rules = כללים שעליהם נסמכים
value-evidence = ראיות
value-account = תיאור האירוע במילים
field-question = שאלה
format-INA = תשובה בתיק
field-INA-question = תשובה לשאלה
field-told_in = נאמר בגרסה
format-INF = עובדה המוצעת כמוסכמת בתיק
field-INF-field = בעניין מה
field-INF-told_in = כפי שנאמר בגרסה
field-INF-words = במילים אלה
format-INC = סגירת תיק
field-closure = אופן הסגירה
value-joint = ממצא משותף
value-parallel = שתי גרסאות זו לצד זו
value-withdrawn = חזרה מן הטענה
value-no-agreement = אין הסכמה
value-superseded = המשך טיפול בתיק אחר
field-open_points = נקודות שנותרו פתוחות
field-measures = אמצעים
field-measure = אמצעי
field-owner = האחראי
field-due = לביצוע עד
field-taken_up_in = המשך הטיפול בתיק
format-PRO = מחאה
field-PRO-about = על מה המחאה
field-demand = מה צד זה דורש

## מילות הטבלאות: התייעצויות

format-CON = מגע בין הצדדים
field-CON-kind = סוג המגע
value-visit = ביקור
value-kind-meeting = פגישה
value-kind-call = שיחת טלפון
value-letter = מכתב
value-working-group = קבוצת עבודה
value-joint-commission = ועדה משותפת
value-conference = ועידה
value-talks = שיחות של כמה צדדים
field-CON-state = מצב המגע
value-invited = נשלחה הזמנה
value-tentative = המועד אינו סופי
value-planned = מתוכנן
value-held = התקיים
value-postponed = נדחה למועד אחר
value-cancelled = בוטל
value-declined = נענה בסירוב
value-leaders = מנהיגים
value-ministers = שרים
value-CON-level-deputies = סגני שרים
value-officials = פקידים בכירים
value-ambassadors = שגרירים
value-legislators = חברי פרלמנט
field-CON-day = תאריך
field-latest = לכל המאוחר
field-when_words = התאריך במילים
field-CON-from_ms = התחלה
field-CON-until_ms = סיום
field-place = מקום
field-initiator = ביוזמת
field-series = סדרה
field-serial = מספר בסדרה
field-part_of = חלק ממגע
field-follows = בא אחרי מגע
field-CON-same_as = אותו מגע כמו
field-CON-format = מתכונת של כמה צדדים
field-CON-languages = שפות
field-participants = משתתפים
field-office = תפקיד
field-participants-side = צד
format-CAG = סדר יום של מגע
field-CAG-contact = מגע
field-items = סעיפי סדר היום
field-item = נושא הדיון
field-topic = תחום הנושא
value-safety = בטיחות באוויר
value-topic-coordination = תיאום כוחות
value-topic-agreement = ביצוע הסכמים
value-topic-truce = הפוגה
value-peace-talks = שיחות שלום
value-region = המצב באזור
value-arms = אספקת נשק והפיקוח עליו
value-nuclear = ענייני גרעין
value-borders = גבולות ושטח
value-topic-humanitarian = עניינים הומניטריים
value-relations = היחסים בין השניים
value-economy = כלכלה וסחר
value-technology = טכנולוגיה ואנרגיה
value-culture = תרבות והיסטוריה
value-planning = תכנון אסטרטגי
value-third-parties = צדדים שלישיים
value-topic-other = נושא אחר
field-proposer = הוצע בידי
field-stance = עמדת צד זה
value-agree = מסכים
value-differ = חלוק
value-open = טרם הוכרע
value-not-raised = לא הועלה
value-moved = הועבר לערוץ אחר
field-items-words = במילים
field-moved_to = הועבר לערוץ
format-CRO = הודעת סיכום של מגע
field-CRO-contact = מגע
field-issued_ms = מועד הפרסום
field-CRO-language = שפה
field-topics-said = מה נאמר עליו
value-discussed = נדון
value-agreed = הוסכם
value-differed = אין הסכמה
value-asked = צד זה ביקש
value-offered = צד זה הציע
value-stated = צד זה אמר
value-heard = הצד השני אמר
value-not-discussed = לא נדון
field-topics-words = במילים
field-CRO-text = הנוסח כפי שפורסם
field-CRO-text_sha256 = גיבוב הנוסח המלא
format-CCM = התחייבות
field-CCM-what = תוכן ההתחייבות
field-due_words = מועד הביצוע במילים
field-CCM-contact = מגע
field-CCM-text = לפי הסכם
format-CST = דיווח על מצב התחייבות
field-commitment = ההתחייבות
field-CST-state = מצב ההתחייבות
value-state-open = פתוחה
value-in-hand = בטיפול
value-partly = בוצעה בחלקה
value-done = בוצעה
value-overdue = באיחור
value-dropped = ירדה מן הפרק
value-disputed = שנויה במחלוקת
field-CST-contact = נבחנה במגע
field-CST-words = במילים
format-CFC = תחומי שיתוף פעולה
field-CFC-text = לפי הסכם
field-CFC-contact = מגע
field-CFC-count = כמה בסך הכול
field-fields = תחומים
field-fields-field = תחום
field-lead = הגורם המוביל
field-fields-state = מצב
value-state-named = צוין
value-working = פועל
value-resting = בהמתנה
value-ended = הסתיים
field-fields-words = במילים
format-CSU = קשרים: כינון, השעיה או חידוש
field-tie = סוג הקשר
value-tie-relations = יחסים דיפלומטיים
value-mechanism = מנגנון התייעצות
value-tie-talks = שיחות
value-commission = ועדה משותפת
value-channel = ערוץ
field-CSU-act = הצעד
value-established = כינון
value-suspended = השעיה
value-broken-off = ניתוק
value-resumed = חידוש
value-restored = כינון מחדש
field-with = בין
field-CSU-day = מאז
field-expected = צפוי להתחדש
format-ACT = גורם
field-actor = גורם
field-ACT-kind = סוג הגורם
value-state = מדינה
value-organisation = ארגון בינלאומי
value-group = קבוצה חמושה או פוליטית
value-format = מתכונת של כמה צדדים
value-ACT-kind-operator = מפעיל
value-medium = כלי תקשורת או סוכנות ידיעות
field-ACT-part_of = חלק מ
field-ACT-account = גרסתו
value-account-held = גרסתו שמורה
value-account-none = אין גרסה שמורה
field-names = שמות שאחרים משתמשים בהם
field-names-by = בשימוש בידי
field-recognised = מוכר בידיהם
field-members = חברים
field-ACT-people = בעלי תפקידים
field-from_day = מתאריך
field-until_day = עד תאריך
format-REP = דיווח של מקור
field-REP-kind = סוג הדיווח
value-contact = מגע
value-kind-claim = טענה
value-commitment = התחייבות
value-kind-agreement = הסכם
value-kind-incident = תקרית נטענת
value-kind-office = אדם בתפקיד
value-tie = יחסים או מנגנון
value-REP-kind-policy = מדיניות או נוהג
field-REP-words = בלשוננו
field-hedge = כיצד נאמר
value-hedge-stated = נאמר כעובדה
value-quoted = מצוטט
value-reportedly = לפי הדיווחים
value-hedge-denied = מוכחש
value-expected = צפוי או מתוכנן
field-title = כותרת המקור
field-publisher = המפרסם
field-dated = תאריך הידיעה
field-retrieved_ms = מועד השליפה
field-from_char = הקטע מתו מספר
field-until_char = הקטע עד תו מספר
field-quote = הקטע
field-chain = מי מדבר באמצעות מי
field-part = חלקו בשרשרת
value-speaker = דובר
value-part-office = לשכה או משרד ממשלתי
value-part-agency = סוכנות ידיעות
value-outlet = כלי תקשורת
value-author = כותב
field-chain-named = נקוב בשמו או לא
value-named-named = נקוב בשמו
value-named-office = נקוב בתפקידו בלבד
value-anonymous = אנונימי
field-actors = על אודות מי
field-REP-day = מתי
field-REP-types = סוגי התקרית
field-REP-contact = מגע
field-contradicts = סותר את
value-CSU-act-ended = סיום
value-members-standing-party = משתתף
value-members-standing-non-party = אינו משתתף, פועל באזור

## על הנייר

paper-bars = השורות שלפניהן קו נועדו לקריאה; רק השורות הממוספרות מוקלדות.
notice-only = הודעה, לא בקשת רשות.
paper-code = קוד ביקורת של הדף כולו
paper-hand = אישורים בכתב יד
paper-heard = שמע או קיבל
paper-read = קרא
paper-readback = קרא בחזרה
paper-confirmed = אישר את הקריאה החוזרת
paper-answered = השיב
paper-passed = הועבר הלאה אל
paper-at = בשעה (UTC)
paper-means = בדיבור, ברדיו, בפקס, בנייר
paper-said-back = קוד הביקורת שנאמר בחזרה
paper-answer = תשובה
paper-heard-back = התקבל משוב
paper-answers = תשובות
paper-none = לא נדרשת תשובה

## אישורים ומה שעוד נדרש

step-DELIVERED = נמסרה
step-READ = נקראה
step-READBACK = נקראה בחזרה
step-CONFIRMED = הקריאה החוזרת אומתה
step-CORRECTED = הקריאה החוזרת תוקנה
step-ANSWER = תשובה
step-END = סיום
step-DISSEMINATED = הגיעה לדרג
step-PASSED = הועברה הלאה
step-CONTACT = נוצר קשר
receipt = { $step }: { $party }, { $theirs } לפי שעונו, כאן { $ours }
receipt-what = { $step }, { $what }
disowned = המפתח נגנב: { $party } מודיע שאלה אינם דבריו
owed = { $step }: נדרש מ־{ $party } עד { $time }
overdue = { $step }: נדרש מ־{ $party }, באיחור מאז { $time }
lead = זמן התראה עבור { $party }: { $finding }, { $had }, נדרש { $required }
lead-none = אין
timing-ON-TIME = בזמן
timing-SHORT = קצר מן הנדרש
timing-AFTER-THE-FACT = לאחר מעשה
timing-NOT-EFFECTIVE = טרם נכנסה לתוקף
proof = הוכחה
proof-kept = נשמרת כאן, טרם אצל מישהו אחר
proof-delivered = נשמרת גם אצל חבר אחר
proof-final = נשמרת אצל כל החברים

## המסך הראשון

now-line = קו
now-members = חברים
now-declared = הוצהר
now-nothing-declared = אף צד לא הצהיר דבר
now-disputed = מחלוקת: הצדדים הצהירו על מצבים שונים
now-unread = הודעות שלא נקראו
now-flash-overdue = פעולות FLASH באיחור
now-overdue = פעולות באיחור
now-owed = פעולות שעוד בזמן
now-conflicts = התנגשויות
now-nothing = אין דבר דוחק
now-untold = צדדים תלויים שלא קיבלו הודעה
now-checks = בדיקות קו שהוחמצו
now-flash = FLASH שלא נקרא
now-alarms = אזעקות
now-gaps = פערים בדרך אל הצוות
now-evidence = נדחה ונשמר כראיה
now-handover = חפיפה הממתינה לקבלה
now-exercise = תרגיל, לא אמת
now-link = קישור
now-behind = רשומות שלא נמסרו לו
link-up = פעיל
link-down = מנותק
link-refused = נדחה

## חדשות בזמן אמת

news-from = { $headline }, מאת { $party }
news-real = אמת, לא התרגיל
news-overdue = באיחור
news-about = { $step }, הודעה { $number }
news-conflict = התנגשות
news-conflict-over = ההתנגשות הסתיימה
news-warned = אזהרה בעניין
news-evidence = נדחה ונשמר כראיה, מאת
news-alarm = אזעקה
news-alarm-known = האזעקה אושרה
news-alarm-over = האזעקה הסתיימה
news-handover = חפיפה ממתינה
news-taken = המשמרת התקבלה
news-draft = טיוטה ממתינה לאישור
news-draft-over = הטיוטה נסגרה
news-role = לקצין תפקיד אחר
news-exercise-begun = התרגיל החל
news-exercise-over = התרגיל הסתיים, שוב אמת
news-holds = מחזיק במה שנשלח

## טבלת התבנית

form-urgency = דחיפות
form-releaser = מאשר, או תפקיד גבוה ממנו
form-lead = זמן התראה לפני ההתחלה
form-within = { $step } בתוך { $time }
form-deadlines = מועדים
form-answers = תשובות
form-required = חובה
form-optional = רשות
form-sealed = מוצפן לכל קורא
form-seconds = { $n } שנ׳
