"""The 31 provinces as tiles: about where they lie, each as large as the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the grid: its short names, and its column and row from the north-west."""

    zh: str
    en: str
    column: int
    row: int


TILES: Mapping[str, Tile] = {
    "黑龙江省": Tile("黑龙江", "Heilongjiang", 8, 0),
    "新疆维吾尔自治区": Tile("新疆", "Xinjiang", 0, 1),
    "内蒙古自治区": Tile("内蒙古", "Inner Mongolia", 5, 1),
    "吉林省": Tile("吉林", "Jilin", 8, 1),
    "青海省": Tile("青海", "Qinghai", 1, 2),
    "甘肃省": Tile("甘肃", "Gansu", 2, 2),
    "宁夏回族自治区": Tile("宁夏", "Ningxia", 3, 2),
    "山西省": Tile("山西", "Shanxi", 4, 2),
    "河北省": Tile("河北", "Hebei", 5, 2),
    "北京市": Tile("北京", "Beijing", 6, 2),
    "天津市": Tile("天津", "Tianjin", 7, 2),
    "辽宁省": Tile("辽宁", "Liaoning", 8, 2),
    "西藏自治区": Tile("西藏", "Tibet", 1, 3),
    "四川省": Tile("四川", "Sichuan", 2, 3),
    "陕西省": Tile("陕西", "Shaanxi", 3, 3),
    "河南省": Tile("河南", "Henan", 4, 3),
    "山东省": Tile("山东", "Shandong", 5, 3),
    "江苏省": Tile("江苏", "Jiangsu", 6, 3),
    "重庆市": Tile("重庆", "Chongqing", 3, 4),
    "湖北省": Tile("湖北", "Hubei", 4, 4),
    "安徽省": Tile("安徽", "Anhui", 5, 4),
    "浙江省": Tile("浙江", "Zhejiang", 6, 4),
    "上海市": Tile("上海", "Shanghai", 7, 4),
    "云南省": Tile("云南", "Yunnan", 2, 5),
    "贵州省": Tile("贵州", "Guizhou", 3, 5),
    "湖南省": Tile("湖南", "Hunan", 4, 5),
    "江西省": Tile("江西", "Jiangxi", 5, 5),
    "福建省": Tile("福建", "Fujian", 6, 5),
    "广西壮族自治区": Tile("广西", "Guangxi", 3, 6),
    "广东省": Tile("广东", "Guangdong", 4, 6),
    "海南省": Tile("海南", "Hainan", 3, 7),
}
