record-proof-link = The signed entry behind this
record-proof-link-of = The signed entry behind { $what }
