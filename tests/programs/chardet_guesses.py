# needs: chardet
"""Chardet: what encoding are these bytes in?"""
import chardet
from chardet.universaldetector import UniversalDetector

texts = {
    "de": "Die Mühle steht am rauschenden Bach, größer als früher. " * 40,
    "fr": "L'été où j'ai mangé des pâtes à côté de la forêt, ça va. " * 40,
    "ru": "Мельница стоит у ручья, и вода падает на колесо каждый день. " * 40,
    "el": "Ο μύλος στέκεται δίπλα στο ρυάκι και το νερό πέφτει. " * 40,
    "he": "הטחנה עומדת ליד הנחל והמים נופלים על הגלגל כל היום. " * 40,
    "th": "โรงสีตั้งอยู่ริมลำธารและน้ำตกลงบนล้อทุกวัน " * 40,
    "tr": "Değirmen derenin yanında duruyor ve su çarkın üzerine düşüyor. " * 40,
}
encodings = {"de": ["latin-1", "cp1252"], "fr": ["iso8859-15"],
             "ru": ["koi8-r", "cp1251", "iso8859-5", "mac-cyrillic"],
             "el": ["cp1253", "iso8859-7"], "he": ["cp1255", "iso8859-8"],
             "th": ["tis-620"], "tr": ["iso8859-9"]}
for name, text in texts.items():
    for encoding in encodings[name] + ["utf-8", "utf-16", "utf-32", "utf-8-sig"]:
        data = text.encode(encoding, "replace")
        print(name, encoding, chardet.detect(data))
        print([(g["encoding"], round(g["confidence"], 6))
               for g in chardet.detect_all(data)])
detector = UniversalDetector()
for line in texts["ru"].encode("koi8-r").split(b","):
    detector.feed(line)
    if detector.done:
        break
print(detector.close(), chardet.detect(b"plain"), chardet.detect(b""))
