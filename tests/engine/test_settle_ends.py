"""Settling ends, whatever a document argues for: texts under which a chain wins round after round."""

import pytest

from mojibake_fix import fix


@pytest.mark.parametrize(
    "text",
    [
        "ColÃ€lecciÂ¾ de sis gots de vidre reciclat, 25Ã¡cl, aptes per a rentaplats: 18,50Ã¡Ã‡ (abans 24,90Ã¡Ã‡)",
        "OvÃ¨Ã\xad syr ÃºdenÃ½, korbÃ¡Ã¨ik 100Â\xa0g â€“ 2,79Â\xa0â‚¬ (27,90Â\xa0â‚¬/kg), vyrobenÃ© v podhorÃ\xad",
    ],
)
def test_a_text_that_no_chain_explains_wholly(text):
    assert isinstance(fix(text), str)
