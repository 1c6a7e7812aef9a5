"""Documents with what libraries draw in them: diagrams, formulas, and pages of a PDF."""

from __future__ import annotations

MARKDOWN = r"""# Report

Energy is $E = mc^2$, and

$$\int_0^1 x^2 \, dx = \frac{1}{3}$$

Two prices: 5 \$ and `$6 + $7`.

```mermaid
graph TD
A[Read the data] --> B{Is it whole?}
B -->|yes| C[Train]
B -->|no| A
```

```mermaid
this is no diagram
```

```python
x = "$a$"
```
"""


def bombs(address: str) -> str:
    """Return Markdown whose diagrams and formulas are large, loop, click, and ask others."""
    css = f".node rect{{fill:url({address}/css)}}"
    style = f"%%{{init: {{'themeCSS': '{css}', 'securityLevel': 'loose'}}}}%%"
    theme = f"config:\n  theme: base\n  themeVariables:\n    primaryColor: url({address}/theme)"
    edges = "\n".join(f"a{n % 300} --> a{n * 7 % 300}" for n in range(499))
    # Those that take long come last: what was drawn before they are stopped stays.
    diagrams = [
        f"---\n{theme}\n---\ngraph LR\nA-->B",
        f"%%{{init: {{'fontFamily': 'x; background: url({address}/font)'}}}}%%\npie\n\"a\" : 1",
        f'{style}\ngraph TD\nA["<img src={address}/img onerror=top.hacked=1>"] --> B\n'
        f'click A "{address}/click" _blank\nclick B call alert()',
        f"graph TD\nA --> B\nstyle B fill:url({address}/fill)",
        'graph TD\nA["' + "x" * 40_000 + '"]',
        "sequenceDiagram\n" + "loop x\n" * 400 + "A->>B: y\n" + "end\n" * 400,
        f"graph TD\n{edges}",
    ]
    formulas = [
        r"\def\a{\a\a}\a",
        "{" * 4000 + "x" + "}" * 4000,
        rf"\href{{javascript:top.hacked=1}}{{x}} \includegraphics{{{address}/graphics}}",
        r"\rule{100000em}{100000em}",
        r"\htmlStyle{background:url(" + address + r"/style)}{x}",
        r"\text{<img src=x onerror=top.hacked=1>}",
    ]
    parts = [*(f"```mermaid\n{one}\n```" for one in diagrams), *(f"$${one}$$" for one in formulas)]
    alternative = (
        f'![$x$](data:image/png;base64,AA== "$y$") <b title=\'$">&<z$\'>t</b> @@0@@ {address}'
    )
    return "\n\n".join(["# Bombs", *parts, alternative])


def pdf_with_text() -> bytes:
    """Return a page with text in a standard font, and in a Japanese one that is not in the file."""
    japanese = "日本語の表".encode("utf-16-be").hex()
    text = f"BT /F1 24 Tf 40 140 Td (Findable words) Tj ET BT /F2 24 Tf 40 80 Td <{japanese}> Tj ET"
    return written(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /KozMinPro-Regular /Encoding /UniJIS-UTF16-H"
        " /DescendantFonts [7 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /KozMinPro-Regular /FontDescriptor 8 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >> /DW 1000 >>",
        "<< /Type /FontDescriptor /FontName /KozMinPro-Regular /Flags 4 /ItalicAngle 0 /Ascent 880"
        " /Descent -120 /CapHeight 700 /StemV 80 /FontBBox [0 -120 1000 880] >>",
    )


def written(*objects: str) -> bytes:
    """Return a PDF of some objects, whose first is its catalog."""
    text, places = "%PDF-1.7\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{value}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>"
    return f"{text}{end}\nstartxref\n{len(text)}\n%%EOF\n".encode()
