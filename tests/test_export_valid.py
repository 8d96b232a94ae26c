"""METS with ALTO and MODS, PAGE-XML, schema.org and ninjs against what their makers publish.

The schemas are not ours to ship. These tests run where DOCPARSE_SCHEMAS names a folder that holds them, and are skipped
elsewhere; docs/exports.md says which they are and where they come from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from documents import NOTICE, PHOTOS, STORY, document, told, unpacked
from hypothesis import HealthCheck, given, settings
from lxml import etree
from models import documents
from pyld import jsonld

import docparse
from docparse.model import Document

SAMPLES = Path(__file__).parent.parent / "samples"
SCHEMAS = Path(os.environ.get("DOCPARSE_SCHEMAS", ""))
SCHEMA_OF = {"mets.xml": "mets.xsd", "alto": "alto-4-4.xsd", "page": "page.xsd"}
MODS = "{http://www.loc.gov/mods/v3}mods"
# MODS asks for xml.xsd, which the W3C publishes: the attributes that XML itself defines
XML_XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/><xs:attribute name="base" type="xs:anyURI"/>
  <xs:attribute name="space" type="xs:NCName"/>
</xs:schema>"""
# the types of schema.org whose values are no objects
LITERALS = frozenset({"Text", "Date", "DateTime", "URL", "Boolean", "Number", "Integer"})

pytestmark = pytest.mark.skipif(
    not os.environ.get("DOCPARSE_SCHEMAS"), reason="DOCPARSE_SCHEMAS names no folder with the public schemas"
)
drawn = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def xml_schema(name: str) -> etree.XMLSchema:
    class Here(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: Any) -> Any:
            if url.endswith("xlink.xsd"):
                return self.resolve_filename(str(SCHEMAS / "xlink.xsd"), context)
            return self.resolve_string(XML_XSD, context) if url.endswith("/xml.xsd") else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Here())
    return etree.XMLSchema(etree.parse(str(SCHEMAS / name), parser))


@cache
def loaded(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text("utf-8"))


# ---- schema.org's vocabulary


@cache
def vocabulary() -> Mapping[str, Mapping[str, Any]]:
    """Each type and property by its name."""
    graph = loaded("schemaorg-current-https.jsonld")["@graph"]
    return {node["@id"].removeprefix("schema:"): node for node in graph if node["@id"].startswith("schema:")}


def named(node: Mapping[str, Any], key: str) -> set[str]:
    found = node.get(key, [])
    return {one["@id"].removeprefix("schema:") for one in (found if isinstance(found, list) else [found])}


def kinds_of(kind: str) -> set[str]:
    """A type and all that it is a kind of."""
    above = (kinds_of(parent) for parent in named(vocabulary()[kind], "rdfs:subClassOf") if parent in vocabulary())
    return {kind}.union(*above)


def misused(node: Mapping[str, Any], all_of_them: Mapping[str, str]) -> Iterator[str]:
    """Properties that schema.org does not have, not for this type, or not with such a value."""
    kind = node["@type"]
    for key, values in node.items():
        if key.startswith("@"):
            continue
        told_of = vocabulary().get(key)
        if told_of is None or not named(told_of, "schema:domainIncludes") & kinds_of(kind):
            yield f"{kind}.{key}"
            continue
        range_ = named(told_of, "schema:rangeIncludes")
        for value in values if isinstance(values, list) else [values]:
            if not isinstance(value, dict):
                fits = bool(range_ & LITERALS)
            else:
                fits = bool(range_ & kinds_of(value.get("@type") or all_of_them[value["@id"]]))
                if "@type" in value:
                    yield from misused(value, all_of_them)
            if not fits:
                yield f"{kind}.{key}: {value}"


def read_as_linked_data(made: dict[str, Any]) -> list[dict[str, Any]]:
    """With the context that schema.org publishes, as one who follows its address gets it."""

    def load(url: str, options: Any) -> dict[str, Any]:
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": loaded("schemaorgcontext.jsonld")}

    found = jsonld.expand(made, {"documentLoader": load})
    assert isinstance(found, list)
    return found


# ---- all of them


def require_valid(made: Document) -> None:
    for name, root in (unpacked("mets-alto", made) | unpacked("page-xml", made)).items():
        xml_schema(SCHEMA_OF[name.split("/")[0]]).assertValid(root)
        for record in root.iter(MODS):
            xml_schema("mods-3-7.xsd").assertValid(etree.fromstring(etree.tostring(record)))
    jsonschema.Draft202012Validator(loaded("ninjs-schema_3.1.json")).validate(told("ninjs", made))
    linked = told("jsonld", made)
    types = {node["@id"]: node["@type"] for node in linked["@graph"]}
    assert [wrong for node in linked["@graph"] for wrong in misused(node, types)] == []
    assert len(read_as_linked_data(linked)) == len(linked["@graph"])


@pytest.mark.parametrize("name", ["zh-newsletter", "en-newsletter", "zh-newspaper", "en-newspaper"])
def test_samples_are_valid(name: str) -> None:
    require_valid(docparse.parse(SAMPLES / f"{name}-sample.pdf"))


def test_every_field_is_valid() -> None:
    require_valid(document(STORY, NOTICE, PHOTOS))


@given(documents())
@drawn
def test_whatever_a_document_holds_is_valid(made: Document) -> None:
    require_valid(made)


def test_what_schema_org_does_not_know_is_seen() -> None:
    wrong = {"@type": "Person", "headline": "A", "nmae": "B", "affiliation": {"@type": "Person", "name": "C"}}
    affiliation = wrong["affiliation"]
    assert list(misused(wrong, {})) == ["Person.headline", "Person.nmae", f"Person.affiliation: {affiliation}"]
