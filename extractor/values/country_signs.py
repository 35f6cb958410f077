"""What only some countries' businesses print: taxes, registers, ways to pay, telephone codes, the currencies' names. From it a page's
country is told where its address is not, and from that whose dollars "$" are and in which order a date is written.

Layout may part a line: white is any white.
"""

from __future__ import annotations

import re

from extractor.late import late
from extractor.values._territories import STATES

# By country, what only its businesses print.
_TAXES = {
    "AU": r"\bA\.?B\.?N\b|\bBSB\b|\bBPAY\b|\bGST\W{0,3}10(?:\.0+)? ?%",
    "CA": r"\b(?:HST|QST|PST|TVQ|TPS|TVH)\b|\bRT ?000\d\b",
    "NZ": r"\bNZBN\b|\b\d{2}-\d{4}-\d{7}-\d{2,3}\b|\bGST (?:No|Reg|Number)\S*:? ?\d{2,3}-\d{3}-\d{3}\b|\bGST\W{0,3}15(?:\.0+)? ?%",
    "SG": r"\bUEN\b|\bGST\W{0,3}[789](?:\.0+)? ?%",
    "MX": r"\bCFDI\b|\bCLABE\b",
    "CL": r"\bR\.?U\.?T\b\W{0,5}\d{1,2}\.?\d{3}\.?\d{3}-[\dKk]\b|\bS\.I\.I\.|\bwww\.sii\.cl\b",
    "CO": r"\bN\.?I\.?T\b\W{0,5}\d{3}\.?\d{3}\.?\d{3}-\d\b|\bDIAN\b",
    "AR": r"\bC\.?U\.?I\.?T\b|\bAFIP\b",
    "US": r"\bEIN\b|\b(?:ABA|ACH)\b|\bsales tax\b",
    "NO": r"\bMVA\b|\bKID\b|\bForetaksregisteret\b",
    "SE": r"\b(?:Bankgiro|Plusgiro)\b|\bF-skatt\b",
    "DK": r"\bCVR\b",
}
TAXES = {code: late(pattern, re.IGNORECASE if code in ("US", "SE") else 0) for code, pattern in _TAXES.items()}
# By what is dialled before a number (ITU-T E.164), the country.
DIALS = dict(pair.split(":") for pair in "61:AU 64:NZ 65:SG 852:HK 52:MX 47:NO 46:SE 45:DK 354:IS 91:IN 92:PK 54:AR 56:CL 57:CO".split())
DIALLED = late(r"\+ ?(\d{2,3})(?=[ (\d])")
HOST = late(r"\.(au|ca|nz|sg|hk|mx|no|se|dk|is|in|pk|lk|cl|ar)\b(?!\.)")

# What only countries of one order of dates print, and how much it counts.
MONTH_FIRST = (
    (late(rf"\b(?:{'|'.join(STATES['US'])})[.,]?\s{{1,3}}\d{{5}}(?:-\d{{4}})?\b", re.IGNORECASE), 2),
    (late(r"(?<![\d+])(?:1[-. ])?(?:\(\d{3}\)\s?-?|\d{3}[-.])\d{3}[-.]\d{4}(?!\d)"), 2),  # (212) 555-0147
    (late(r"\bUSD\b|\bUS\$|\b(?:sales|state|county) tax\b", re.IGNORECASE), 2),
    (late(r"\btax\W{1,3}\d{1,2}\.\d{2,4} ?%", re.IGNORECASE), 2),  # of a state, a county and a town together: 8.25 %
    (late(r"(?<![A-Z])\$"), 1),
)
DAY_FIRST = (
    (late(r"€|£|₹|\b(?:EUR|GBP|CHF|PLN|MYR|INR|AUD|NZD|SGD|AED)\b|\bRM ?\d|\bRM\b|\b[AS]\$"), 2),
    (late(r"\bGST\b(?!\s?\d{1,2}(?![\d.%/:-]))|\b(?:ABN|VAT|BTW|TVA|MwSt|CIF|NIF|IVA)\b|\bI\.V\.A|\bB\.T\.W|\bC\.I\.F"), 2),
    (late(r"\+\s?(?!1\D)[2-9]\d[\s(\d-]"), 2),  # an international number of another country
)
THOUSANDTHS = late(r"\b(?:KWD|BHD|OMR|JOD|TND|LYD|IQD|K\.?D|B\.?D|J\.?D|DT|R\.?O)\b")  # currencies with three decimals
