"""Our `.qdc` files are valid by the standard's own schema."""

import pytest
from lxml import etree

from qualcode.codebook import load_bundled
from qualcode.codebook.bundled import ORDER
from qualcode.exchange.qdc import codec
from tests.shared import SHARED, needs_shared

pytestmark = [pytest.mark.shared, needs_shared]


@pytest.mark.parametrize("name", ORDER)
@pytest.mark.parametrize("language", ["en", "da"])
def test_a_bundled_frame_is_a_valid_qdc(name, language):
    schema = etree.XMLSchema(etree.parse(SHARED / "refi-qda" / "Codebook-mrt2019.xsd"))
    schema.assertValid(etree.fromstring(codec.write(load_bundled(name), language=language).content))
