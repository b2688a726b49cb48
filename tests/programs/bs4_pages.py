# needs: bs4
"""Beautiful Soup: a page searched, changed and printed."""
import re

from bs4 import BeautifulSoup, Comment, SoupStrainer

rows = "".join(f"<tr id=r{k} class='odd k{k % 5}'><td>{k}<td><a href='/p/{k}'>"
               f"page &amp; {k}</a><!-- c{k} --></tr>" for k in range(400))
page = f"""<html><head><title>The &lt;list&gt;</title></head><body>
<h1 class="a b">Über</h1><p>One <b>two <i>three</i></b></p><table>{rows}</table>
<p data-x='1'>last<br>line</p></body></html>"""
soup = BeautifulSoup(page, "html.parser")
print(soup.title.string, soup.h1["class"], soup.p.get_text(" ", strip=True))
print([a["href"] for a in soup.find_all("a")][::40], len(soup.find_all(True)))
print([t.text for t in soup.select("tr.k3 > td ~ td a, h1.b")][:10])
print([t.get("id") for t in soup.find_all("tr", class_="k1", limit=5)])
print(soup.find_all(string=re.compile("page . 1[0-3]$")))
print(len(soup.find_all(string=lambda s: isinstance(s, Comment))))
print(soup.find(attrs={"data-x": "1"}).prettify())
row = soup.find(id="r7")
print([s.name for s in row.parents], row.find_next_sibling()["id"])
row.td.insert_before(soup.new_tag("th", scope="row"))
row.a.replace_with("gone")
soup.find(id="r8").decompose()
soup.b.unwrap()
soup.h1.wrap(soup.new_tag("header"))
print(row, soup.header, soup.p, len(list(soup.descendants)))
print(soup.prettify()[:3000])
print(soup.encode("ascii")[:300], str(soup)[:300])
links = BeautifulSoup(page, "html.parser", parse_only=SoupStrainer("a"))
print(len(links), links.a)
print(BeautifulSoup("<p>a<p>b</i>&bogus;<x", "html.parser"))
