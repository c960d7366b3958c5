record-proof-link = القيد الموقّع الذي يستند إليه هذا
record-proof-link-of = القيد الموقّع الذي يستند إليه { $what }
