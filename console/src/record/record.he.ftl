record-proof-link = הרשומה החתומה שמאחורי זה
record-proof-link-of = הרשומה החתומה שמאחורי { $what }
