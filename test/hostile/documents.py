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
