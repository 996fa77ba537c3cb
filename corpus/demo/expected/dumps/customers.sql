-- Dump of table customers, written by dbexport 3.2
-- Host: localhost    Database: laiterie

DROP TABLE IF EXISTS `customers`;
CREATE TABLE `customers` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(120) NOT NULL,
  `street` varchar(160) DEFAULT NULL,
  `town` varchar(80) DEFAULT NULL,
  `note` text,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

INSERT INTO `customers` VALUES (1,'Amélie Desrosiers','12 rue de l''Église','Saint-Hélier-le-Vieux','Préfère être livrée après 17 h');
INSERT INTO `customers` VALUES (2,'Jürgen Großkötter','Mühlenstraße 8','Ödenbüttel','Rückfrage wegen Käseplatte – kein Blauschimmel!');
INSERT INTO `customers` VALUES (3,'Begoña Ibáñez Núñez','Calle del Olmo, 3, 2º B','Peñarrubia','Pagó en efectivo; falta el recibo');
INSERT INTO `customers` VALUES (4,'João Conceição','Travessa da Fonte, 21','Vila Fermosão','Não deixar à porta, há um cão');
INSERT INTO `customers` VALUES (5,'Åse Bjørnstøl','Fjellveien 40','Tjødalen','Ønsker brunost, ikke blåmugg');
INSERT INTO `customers` VALUES (6,'Père Noël & Fils','Impasse des Rennes','Lapugnoël-en-Forêt','Facture à établir en décembre');
INSERT INTO `customers` VALUES (7,'Niccolò Perché','Via della Libertà, 9','Città Nuova di Sotto','Più mozzarella, meno panna. È allergico alle noci');
INSERT INTO `customers` VALUES (8,'Þórdís Ægisdóttir','Höfðabraut 5','Sæluvík','Vill fá skyr í stórum fötum');
INSERT INTO `customers` VALUES (9,'Crèmerie «Chez Zoé»','Place du Marché-aux-Bœufs','Fontœuvre','Contact : Hélène, « surtout pas le matin »');
INSERT INTO `customers` VALUES (10,'Gülay Özgür','Gärtnerweg 17','Ödenbüttel','Möchte den Newsletter nicht mehr erhalten');

-- Dump completed
