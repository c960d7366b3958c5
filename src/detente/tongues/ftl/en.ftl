### English. The words of formats, fields and values are not here: they stand in the tables
### (core/line/tables), and `detente language template` writes them out beside these.
### Values come in as { $name }. A number that decides a form comes in as { $n }.

## The language itself

# Its own name, for lists.
language-name = English
# ltr or rtl.
language-direction = ltr
language-unreviewed = This text was made from codes by templates that nobody has reviewed yet.
language-reviewed = This text was made from codes by templates that were reviewed and signed.

## The lines of a message

line = { $label }: { $value }
changed = changed: { $label }: { $value }
changed-before = before: { $label }: { $value }
changed-now = so that it now says: { $label }: { $value }
said = it says: { $label }: { $value }
head = { $number }: { $name } ({ $code }), { $marker }, { $precedence }
head-unknown = { $number }: unknown format { $code }, { $precedence }
newer-version = written in version { $version }, which is not wholly known here: what is not known is shown as it came
# Between the items of a list.
list-separator = ;{ " " }
sender = { $party } ({ $role } { $officer })
headline = { $number } · { $precedence } · { $what }
headline-about = { $what }, about { $ref }
headline-values = { $what }: { $values }
with-local = { $utc } (local time { $local })
remark = { $text } (as written, in { $language }; not part of what is agreed)
remark-language-unknown = a language not named
taken-away = taken away
not-understood = NOT UNDERSTOOD, no effect
notice-not-request = This is a notice, not a request for permission. A missing notice takes away nobody's protection.
raw = { $value } (as it came)

## Labels of the header

header-status = status
header-from = from
header-to = to
header-info = for information
header-on-behalf-of = on behalf of
header-released = released
header-ref = about
header-refs = rests on
header-agreement = agreement
header-releasability = may be told to
header-releasable-to = named
header-confidence = confidence
header-elsewhere = item of another channel
header-relay = words of
header-second = also released by
header-overridden = sent in spite of
header-state = state
header-remarks = remarks
elsewhere = { $kind }, { $entry }

## Codes of the header

status-ACTUAL = ACTUAL
status-EXERCISE = EXERCISE, not real
status-TEST = TEST, not real
precedence-FLASH = FLASH
precedence-IMMEDIATE = IMMEDIATE
precedence-PRIORITY = PRIORITY
precedence-ROUTINE = ROUTINE
marker-INFORMATION = INFORMATION
marker-INTENTION = INTENTION
marker-WARNING = WARNING
marker-ADVICE = ADVICE
marker-REQUEST = REQUEST
marker-QUESTION = QUESTION
marker-ANSWER = ANSWER
role-observer = observer
role-duty-officer = duty officer
role-releaser = releaser
role-administrator = administrator
releasability-none = nobody else
releasability-own-forces = the receiver's own forces
releasability-named = those named
releasability-public = anybody
confidence-confirmed = confirmed
confidence-probable = probable
confidence-possible = possible
confidence-doubtful = doubtful
channel-safety = flight safety channel
channel-strategic = strategic channel
channel-diplomatic = diplomatic channel
channel-humanitarian = humanitarian channel
state-superseded = superseded by a correction
state-cancelled = cancelled
state-ended = ended
state-expired = its window is over

## Places

circle = circle of { $radius } around { $centre }
polygon = polygon of { $vertices }: { $points }
corridor = corridor { $width } wide along { $points }
polygon-short = polygon of { $vertices } from { $first }
corridor-short = corridor { $width } wide from { $first } to { $last }
length-km = { $km } km ({ $nm } NM)
length-m = { $m } m ({ $nm } NM)
area = { $km2 } km²
vertices = { $n ->
    [one] { $n } vertex
   *[other] { $n } vertices
}
more-parts = { $n ->
    [one] and { $n } more part
   *[other] and { $n } more parts
}
part-number = part { $number }: { $part }
part = { $outline }; { $heights }; { $window }
part-again = { $outline }; { $heights }; { $window }; { $again }

## Heights

height-level = { $level } ({ $m } m)
height-FL = { $m } m ({ $ft } ft) pressure altitude
height-AMSL = { $m } m ({ $ft } ft) above mean sea level
height-WGS84 = { $m } m ({ $ft } ft) above the WGS84 ellipsoid
height-AGL = { $m } m ({ $ft } ft) above the ground
heights = from { $floor } to { $ceiling }
heights-from-ground = from the ground to { $ceiling }
heights-no-limit = from { $floor } up, no upper limit
heights-all = at all heights

## Times

window = from { $start } to { $end }
window-no-end = from { $start } with no end given
window-begun = already begun, until { $end }
window-all = at all times
again-every = again { $every }, { $times }, none starts after { $until }
again-days = again on { $days } (UTC), { $times }, none starts after { $until }
every-weeks = { $n ->
    [one] every { $n } week
   *[other] every { $n } weeks
}
every-days = { $n ->
    [one] every { $n } day
   *[other] every { $n } days
}
every-hours = { $n ->
    [one] every { $n } hour
   *[other] every { $n } hours
}
every-minutes = { $n ->
    [one] every { $n } minute
   *[other] every { $n } minutes
}
every-ms = every { $n } ms
times = { $n ->
    [one] { $n } time in all
   *[other] { $n } times in all
}
day-MO = Monday
day-TU = Tuesday
day-WE = Wednesday
day-TH = Thursday
day-FR = Friday
day-SA = Saturday
day-SU = Sunday

## Tracks and routes

positions = { $n ->
    [one] { $n } position
   *[other] { $n } positions
}
track = { $positions }: { $points }
track-point = { $point } at { $time }
route-point = { $point }, there { $arrive }, leaves { $leave }
bytes = { $size } characters of data, hash { $digest }

## Lists of records: articles, topics, evidence. Each record is a line of its own

# The label of one record's line: the field's label, and which record it is.
record-label = { $label } { $number }
# One part of a record; parts stand side by side with list-separator between them.
record-part = { $label }: { $value }

## Yes and no

yes = yes
no = no

## What the other side's node computed (RBK)

computed-shape = shape
computed-shape-point = point
computed-shape-circle = circle
computed-shape-polygon = polygon
computed-shape-corridor = corridor
computed-centre = middle
computed-extent_cm = from the middle to the edge
computed-vertices = vertices
computed-area_m2 = area
computed-floor = from height
computed-ceiling = up to height
computed-start_ms = from
computed-end_ms = until
computed-place = nearest place
computed-place_distance_cm = distance to it
computed-place_bearing_deg = bearing from it
computed-length_cm = length
computed-half_width_cm = half the width
computed-every_ms = again every
computed-days = on the days (UTC)
computed-until_ms = none starts after
computed-utc_offset_min = its local time
computed-words = in its own words
computed-part = part
computed-open = open
offset = UTC{ $offset }

## Units of numbers

unit-degrees-true = { $n ->
    [one] { $n } degree true
   *[other] { $n } degrees true
}
unit-knots = { $n ->
    [one] { $n } knot
   *[other] { $n } knots
}
unit-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
unit-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
unit-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
unit-metres = { $n ->
    [one] { $n } metre
   *[other] { $n } metres
}

## On paper

paper-bars = Lines with a bar are for reading; the numbered lines are what is typed in.
notice-only = A notice, not a request for permission.
paper-code = Check code of the whole
paper-hand = Receipts by hand
paper-heard = Heard or received by
paper-read = Read by
paper-readback = Read back by
paper-confirmed = Read-back confirmed by
paper-answered = Answered
paper-passed = Passed on to
paper-at = at (UTC)
paper-means = by voice, radio, fax, paper
paper-said-back = check code said back
paper-answer = answer
paper-heard-back = heard back
paper-answers = Answers
paper-none = No answer is owed

## Receipts, and what is owed

step-DELIVERED = delivered
step-READ = read
step-READBACK = read back
step-CONFIRMED = read-back confirmed
step-CORRECTED = read-back corrected
step-ANSWER = answer
step-END = end
step-DISSEMINATED = reached a level
step-PASSED = passed on
step-CONTACT = contact called
receipt = { $step }: { $party }, { $theirs } by its clock, here { $ours }
receipt-what = { $step }, { $what }
disowned = KEY STOLEN: { $party } says that this is not its word
owed = { $step }: owed by { $party } until { $time }
overdue = { $step }: owed by { $party }, OVERDUE since { $time }
lead = lead time of { $party }: { $finding }, { $had }, required { $required }
lead-none = none
timing-ON-TIME = on time
timing-SHORT = shorter than required
timing-AFTER-THE-FACT = after the fact
timing-NOT-EFFECTIVE = not in effect yet
proof = proof
proof-kept = kept here, not yet by anybody else
proof-delivered = held by another member as well
proof-final = held by all members

## The first screen

now-line = LINE
now-members = members
now-declared = declared
now-nothing-declared = nothing declared by either side
now-disputed = DISPUTED: the sides declare different states
now-unread = messages NOT READ
now-flash-overdue = FLASH steps OVERDUE
now-overdue = steps OVERDUE
now-owed = steps owed in time
now-conflicts = CONFLICTS
now-nothing = nothing is pressing
now-untold = dependent parties NOT TOLD
now-checks = line checks MISSED by
now-flash = FLASH NOT READ
now-alarms = ALARMS
now-gaps = gaps on the way to a crew
now-evidence = refused and kept as evidence
now-handover = handover that waits to be taken
now-exercise = EXERCISE, not real
now-link = LINK
now-behind = entries not delivered to it
link-up = up
link-down = DOWN
link-refused = REFUSED

## News as it happens

news-from = { $headline }, from { $party }
news-real = REAL, NOT THE EXERCISE
news-overdue = OVERDUE
news-about = { $step } of { $number }
news-conflict = CONFLICT
news-conflict-over = conflict is over
news-warned = WARNING about
news-evidence = REFUSED, kept as evidence, from
news-alarm = ALARM
news-alarm-known = alarm is acknowledged
news-alarm-over = alarm is over
news-handover = HANDOVER waits
news-taken = handover is taken
news-draft = DRAFT waits for release
news-draft-over = draft is done with
news-role = an officer has another role
news-exercise-begun = EXERCISE HAS BEGUN
news-exercise-over = EXERCISE IS OVER, ACTUAL is meant again
news-holds = holds what was sent

## The table of a format

form-urgency = urgency
form-releaser = released by, or a higher role
form-lead = lead time before the start
form-within = { $step } within { $time }
form-deadlines = deadlines
form-answers = answers
form-required = required
form-optional = may be left out
form-sealed = sealed to each reader
form-seconds = { $n } s

## The crew's card (ICAO Annex 2, Appendix 1 and Attachment A)

crew-title = Crew card
crew-twice = Say each phrase twice. A signal that is not understood is answered by radio.
crew-unreviewed = The words beside a phrase are for reading only; the phrase is what is said.
crew-no-agreement = Made without an agreement: only what is common to all.
crew-frequencies = Frequencies
crew-distress = emergency frequency, tried first when no other is known
crew-call-signs = Call signs when the other's is not known
crew-control = the unit on the ground that controls the intercept
crew-interceptor = the intercepting aircraft
crew-intercepted = the intercepted aircraft
crew-asked = Phrases of the intercepting aircraft
crew-answered = Phrases of the intercepted aircraft
crew-ask-call-sign = What is your call sign?
crew-ask-follow = Follow me
crew-ask-descend = Descend for landing
crew-ask-land = Land at this aerodrome
crew-ask-proceed = You may proceed
crew-say-call-sign = My call sign is
crew-say-wilco = Understood, will comply
crew-say-can-not = Unable to comply
crew-say-repeat = Repeat what you said
crew-say-lost = Position unknown
crew-say-mayday = I am in distress
crew-say-hijack = I have been hijacked
crew-say-land = I request to land at the place named
crew-say-descend = I require descent
crew-signals = Visual signals: seen, its meaning, the response, its meaning
crew-seen-rocking = From above, ahead and normally left: rocks, by night also flashes its navigation lights irregularly; after the answer a slow level turn, normally left
crew-means-follow = You have been intercepted. Follow me
crew-back-rocking = Rocks, by night also flashes its navigation lights irregularly, and follows
crew-means-will-comply = Understood, will comply
crew-seen-breakaway = An abrupt climbing turn of a quarter circle or more, away, without crossing the line of flight
crew-means-proceed = You may proceed
crew-back-rock-wings = Rocks
crew-seen-gear-down = Lowers its landing gear, shows steady landing lights and flies over the runway in use
crew-means-land-here = Land at this aerodrome
crew-back-gear = Lowers its landing gear, shows steady landing lights, follows, and lands if that is held safe
crew-seen-gear-up = The intercepted aircraft raises its landing gear and flashes its landing lights over the runway, then circles
crew-means-inadequate = This aerodrome is not adequate
crew-back-lead-on = Raises its landing gear and gives signal 1 to lead on, or gives signal 2
crew-means-understood = Understood
crew-seen-regular = The intercepted aircraft switches all its lights on and off regularly
crew-means-can-not = Cannot comply
crew-back-breakaway = Gives signal 2
crew-seen-irregular = The intercepted aircraft flashes all its lights irregularly
crew-means-distress = In distress
